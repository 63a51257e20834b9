import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashOf } from '@sepal/keys'
import { RecordedLog } from '@sepal/server/testing'
import { watchKeys } from './watched-keys.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'watched-keys-'))
})
afterAll(() => rm(folder, { recursive: true }))

const textOf = (...names: string[]) =>
  JSON.stringify({
    keys: Object.fromEntries(names.map((name) => [name, { sha256: hashOf(name), scopes: ['predict'] }])),
  })

test('a key that is added or removed counts without a restart, and a broken file changes nothing', async () => {
  const file = join(folder, 'keys.json')
  await Bun.write(file, textOf('old', 'stays'))
  const log = new RecordedLog()
  const { keys, watch } = await watchKeys(file, log)
  const accepted = () => ['old', 'stays', 'new'].filter((key) => keys.find(key) !== undefined)
  try {
    await Bun.write(file, textOf('stays', 'new', 'more'))
    await watch.look()
    expect(accepted()).toEqual(['stays', 'new'])
    await Bun.write(file, '{"keys": {')
    await watch.look()
    expect(accepted()).toEqual(['stays', 'new'])
    expect(log.lines.map(({ level }) => level)).toEqual(['info', 'error'])
    await rm(file)
    await watch.look()
    expect(accepted()).toEqual(['stays', 'new'])
    await Bun.write(file, textOf())
    await watch.look()
    expect(accepted()).toEqual([])
  } finally {
    watch.stop()
  }
})

test('a file that is not there, or no file of keys, stops the start', async () => {
  const missing = join(folder, 'missing.json')
  expect(watchKeys(missing, new RecordedLog())).rejects.toThrow(
    `API_KEYS_FILE is ${JSON.stringify(missing)}: it cannot be read (ENOENT)`,
  )
  const other = join(folder, 'other.json')
  await Bun.write(other, '{"key": {}}')
  expect(watchKeys(other, new RecordedLog())).rejects.toThrow(
    'keys is missing, expected an object of at most 256',
  )
})
