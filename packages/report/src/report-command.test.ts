import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync, zstdCompressSync } from 'node:zlib'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { linesOf, logFiles } from './input/lines.ts'
import { htmlReport } from './output/html.ts'
import { terminalReport } from './output/terminal.ts'
import { reportCommand } from './report-command.ts'
import { Study } from './study.ts'

const folder = mkdtempSync(join(tmpdir(), 'sepal-report-'))
afterAll(() => rmSync(folder, { recursive: true }))
const write = (name: string, bytes: string | Uint8Array) => writeFileSync(join(folder, name), bytes)
write('d.2.ndjson.gz', gzipSync('c\nd\n'))
write('d.1.ndjson', 'a\nbé')
write('d.3.ndjson.zst', zstdCompressSync(Buffer.from('e\n')))
write('notes.txt', 'x\n')

const read = async (path: string) => {
  const lines: string[] = []
  const { signal } = new AbortController()
  for (const file of await logFiles([path])) {
    for await (const line of linesOf(file, { onBytes: () => {}, signal })) lines.push(line)
  }
  return lines
}

describe('the files of a log', () => {
  test('of a folder are read by their names, compressed or not', async () => {
    expect(await read(folder)).toEqual(['a', 'bé', 'c', 'd', 'e'])
  })

  test('that are not there, or cut off, are told', async () => {
    await expect(read(join(folder, 'none'))).rejects.toThrow('none cannot be read')
    write('cut.gz', gzipSync('c\n'.repeat(1e5)).subarray(0, 40))
    await expect(read(join(folder, 'cut.gz'))).rejects.toThrow('cannot be read to its end')
  })

  test('are no longer read once it is stopped', async () => {
    const stopped = AbortSignal.abort()
    const [file] = await logFiles([folder])
    if (file === undefined) throw new Error('there is no file')
    await expect(linesOf(file, { onBytes: () => {}, signal: stopped }).next()).rejects.toThrow()
  })
})

describe('the date', () => {
  test.each([
    ['2026-01-31', '2026-01-31T00:00:00.000Z'],
    ['2026-01-31T12:00', '2026-01-31T12:00:00.000Z'],
    ['2026-01-31T12:00:00+02:00', '2026-01-31T10:00:00.000Z'],
  ])('%p is %p', (given, time) => {
    const { since } = reportCommand.read(['f', '--since', given])
    expect(new Date(since ?? 0).toISOString()).toBe(time)
  })

  test.each(['yesterday', '2026-13-01', '31.1.2026'])('%p is refused', (given) => {
    expect(() => reportCommand.read(['f', '--since', given])).toThrow('expected a date as 2026-01-31')
  })
})

describe('a report', () => {
  const study = new Study({ since: Date.parse('2026-01-02') })
  const lines = Array.from({ length: 20 }, (_, i) => [
    JSON.stringify({ type: 'feedback', request: `${i}`, row: 0, truth: i % 4 === 0 ? 'no' : 'yes' }),
    JSON.stringify({
      type: 'decision',
      time: i < 10 ? '2026-01-01T00:00:00Z' : '2026-01-03T00:00:00Z',
      request: `${i}`,
      row: 0,
      ms: 1,
      outcome: 'answered',
      'features.<script>': i,
      'answers.forest.yes': 0.75,
      'answers.forest.no': 0.25,
      'outcomes.forest': 'ok',
      'decision.label': 'yes',
    }),
  ]).flat()
  for (const line of lines) study.learn(line)
  for (const line of lines) study.add(line)
  const findings = study.findings(1)

  test('for a terminal has aligned tables', () => {
    const text = terminalReport(findings)
    expect(text).toContain(
      [
        '  of        right  rows  accuracy          interval',
        '  decision     15    20    75.0 %  53.1 % to 88.8 %',
        '  forest       15    20    75.0 %  53.1 % to 88.8 %',
      ].join('\n'),
    )
    expect(text).not.toContain('NaN')
  })

  test('as a page loads nothing, runs nothing and has all tables', () => {
    const page = htmlReport(findings)
    expect(page).not.toMatch(/<script|(src|href)=|url\(|@import|https?:/)
    expect(page).toContain('features.&#60;script&#62;')
    for (const title of ['Rows', 'Accuracy', 'Calibration', 'Drift']) expect(page).toContain(`>${title}</h2>`)
    expect(page.match(/<svg /g)).toHaveLength(2)
  })

  test('is printed and written by the command, which says what it left out', async () => {
    const log = join(folder, 'whole.ndjson')
    writeFileSync(log, `${lines.join('\n')}\n{"cut\n`)
    const html = join(folder, 'report.html')
    const main = join(import.meta.dir, '../../sepal/src/main.ts')
    const command = Bun.spawn([process.execPath, main, 'report', log, '--html', html], { stderr: 'pipe' })
    const printed = await command.stdout.text()
    expect(printed).toContain('lines that are no records')
    expect(printed).not.toContain('training')
    expect(await command.exited).toBe(3)
    expect(await command.stderr.text()).toBe('')
    expect(readFileSync(html, 'utf8')).toStartWith('<!doctype html>')
  })

  test('compares with training by the cards in a folder, and says if that has no ensemble', async () => {
    const log = join(folder, 'iris.ndjson')
    const record = { type: 'decision', time: '2026-01-01T00:00:00Z', row: 0, ms: 1, outcome: 'answered' }
    const rows = Array.from({ length: 300 }, (_, i) =>
      JSON.stringify({ ...record, request: `${i}`, 'features.petal_length': 60 }),
    )
    writeFileSync(log, rows.join('\n'))
    const main = join(import.meta.dir, '../../sepal/src/main.ts')
    const run = async (models: string) => {
      const argv = [process.execPath, main, 'report', log, '--models', models]
      const command = Bun.spawn(argv, { stdout: 'pipe', stderr: 'pipe' })
      const [out, err] = await Promise.all([command.stdout.text(), command.stderr.text()])
      return { out, err, code: await command.exited }
    }
    const { out, code } = await run(irisFolder)
    expect(out).toContain('Drift from training\n  All rows')
    expect(out).toMatch(/features\.petal_length +300 +\d\.\d+ +\d\.\d+ +much\n/)
    expect(code).toBe(0)
    expect(await run(folder)).toMatchObject({ code: 1, err: expect.stringContaining('ensemble.json') })
  })
})
