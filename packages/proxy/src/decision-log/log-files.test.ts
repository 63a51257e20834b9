import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { eventually } from '@sepal/server/testing'
import { MovableClock } from '../../test/movable-clock.ts'
import { LogFiles, type LogFilesOptions } from './log-files.ts'

const root = mkdtempSync(join(tmpdir(), 'sepal-decisions-'))
afterAll(() => rmSync(root, { recursive: true }))
let count = 0

function filesIn(folder: string, options: Partial<LogFilesOptions> = {}) {
  return new LogFiles({
    path: join(folder, 'decisions.ndjson'),
    maxBytes: 1000,
    maxAgeMs: 1e6,
    keep: 10,
    writer: 'host-1',
    clock: new MovableClock(),
    wallClock: () => Date.UTC(2026, 0, 2, 3, 4, 5),
    onFault: (error) => {
      throw error
    },
    ...options,
  })
}

const newFolder = () => join(root, `${count++}`, 'made')
const append = (files: LogFiles, text: string) => files.append(Buffer.from(text))
const textOf = (folder: string, name: string) => {
  const bytes = readFileSync(join(folder, name))
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString()
}
const compressed = (folder: string, names: number) =>
  eventually(
    () => readdirSync(folder).toSorted(),
    (seen) => seen.length === names && seen.every((name) => name.endsWith('.gz')),
    { pauseMs: 1 },
  )

describe('files of the decision log', () => {
  test('are made with their folder, named after the time and the process, and appended to', async () => {
    const folder = newFolder()
    const files = filesIn(folder)
    await append(files, 'a\n')
    await append(files, 'b\n')
    await files.close()
    expect(readdirSync(folder)).toEqual(['decisions.20260102T030405.000Z_1_host-1.ndjson'])
    expect(textOf(folder, 'decisions.20260102T030405.000Z_1_host-1.ndjson')).toBe('a\nb\n')
  })

  test('are compressed once they are large enough, and the next one is begun', async () => {
    const folder = newFolder()
    const files = filesIn(folder, { maxBytes: 4 })
    await append(files, '1\n2\n')
    const [name = ''] = await compressed(folder, 1)
    expect(textOf(folder, name)).toBe('1\n2\n')
    await append(files, '3\n')
    await files.close()
    expect(readdirSync(folder).toSorted()).toEqual([
      'decisions.20260102T030405.000Z_1_host-1.ndjson.gz',
      'decisions.20260102T030405.000Z_2_host-1.ndjson',
    ])
  })

  test('are compressed once they are old enough', async () => {
    const folder = newFolder()
    const files = filesIn(folder, { maxAgeMs: 1 })
    await append(files, '1\n')
    const [name = ''] = await compressed(folder, 1)
    expect(textOf(folder, name)).toBe('1\n')
  })

  test('stay in the number that is kept, whichever process they are of', async () => {
    const folder = newFolder()
    for (let i = 0; i < 3; i++) {
      const files = filesIn(folder, { maxBytes: 1, keep: 2, writer: `h-${i}`, wallClock: () => i * 1000 })
      await append(files, `${i}\n`)
      await files.close()
    }
    const names = readdirSync(folder).toSorted()
    expect(names.map((name) => textOf(folder, name))).toEqual(['1\n', '2\n'])
  })

  test('of processes that are gone are compressed', async () => {
    const folder = newFolder()
    const gone = filesIn(folder, { writer: 'host-7' })
    await append(gone, 'old\n')
    await gone.close()
    writeFileSync(join(folder, 'other.ndjson'), '')
    const files = filesIn(folder)
    await append(files, 'new\n')
    await files.adopt((writer) => writer === 'host-7')
    await files.close()
    expect(readdirSync(folder).toSorted()).toEqual([
      'decisions.20260102T030405.000Z_1_host-1.ndjson',
      'decisions.20260102T030405.000Z_1_host-7.ndjson.gz',
      'other.ndjson',
    ])
  })

  test('that cannot be made fail the write, and the next one tries again', async () => {
    writeFileSync(join(root, 'blocked'), '')
    const files = filesIn(join(root, 'blocked'))
    await expect(append(files, 'a\n')).rejects.toThrow()
    rmSync(join(root, 'blocked'))
    await append(files, 'b\n')
    await files.close()
    expect(readdirSync(join(root, 'blocked'))).toHaveLength(1)
  })
})
