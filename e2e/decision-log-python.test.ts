import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashOf, KeyRing, newKey } from '@sepal/keys'
import { FakeModels } from '@sepal/proxy/testing/fake-models'
import { openLog } from '@sepal/proxy/testing/open-log'
import { eventually } from '@sepal/server/testing'
import { codeBlocksOf } from '../scripts/docs/code-blocks.ts'

/** Python and pandas start here, on busy machines, ms. */
setDefaultTimeout(120_000)

const python = Bun.which('python3')
const find = (library: string) => {
  const code = `import importlib.util, sys; sys.exit(importlib.util.find_spec("${library}") is None)`
  return python !== null && Bun.spawnSync([python, '-c', code]).exitCode === 0
}
const hasPandas = find('pandas')
if (!hasPandas) {
  console.warn('SKIPPED: pandas reads the decision log: e2e/python/requirements.txt is not installed')
}
const hasEvidently = find('evidently')
if (!hasEvidently) {
  console.warn('SKIPPED: Evidently reads the decision log: e2e/python/evidently.txt is not installed')
}

const shop = {
  name: 'shop',
  features: {
    age: { number: { missing: {} } },
    member: { boolean: {} },
    // Codes that look like numbers.
    plan: { category: { '01': {}, '02': {} } },
  },
  sample: { age: 1, member: true, plan: '01' },
  classifiers: { forest: { model: 'forest.onnx', port: 8000, probabilities: { no: {}, yes: {} } } },
  combine: { 'soft-vote': {} },
} as const

const folder = mkdtempSync(join(tmpdir(), 'sepal-pandas-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Logs a request of some rows, in a file of its own. */
async function logRequest(folder: string, requestId: string, rows: readonly object[]) {
  const key = newKey((bytes) => crypto.getRandomValues(bytes))
  const keys = new KeyRing([{ name: '7', sha256: hashOf(key), scopes: ['predict'] }])
  const decisionLog = openLog(folder, shop)
  // Of a column in which all is the same, Evidently complains.
  const forest = ([age]: readonly unknown[]) => {
    const yes = age === null ? 0.25 : Number(age) / 128
    return [1 - yes, yes]
  }
  await using running = await FakeModels.start(shop, { forest }, { decisionLog, keys })
  const response = await running.proxy.fetch('/predict/label/batch', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-id': requestId, 'x-api-key': key },
    body: JSON.stringify({ rows }),
  })
  expect(response.status).toBe(200)
  await response.text()
  await decisionLog.close(10_000)
}

const page = await Bun.file(join(import.meta.dir, '../docs/decision-log.md')).text()
const [reading = '', drawing = ''] = codeBlocksOf(page)
  .filter((text) => text.startsWith('```python\n'))
  .map((block) => block.replace(/^```.*\n?/gm, ''))

/** The page's own code, for the files of a folder. */
function readingOf(folder: string): string {
  const code = reading.replace('/var/log/sepal', folder)
  expect(code).toContain(folder)
  return code
}

/** What a program prints; it complains of nothing. */
async function run(program: string): Promise<string> {
  const env = { ...Bun.env, DO_NOT_TRACK: '1' }
  const ran = Bun.spawn([python ?? '', '-c', program], { env, stdout: 'pipe', stderr: 'pipe' })
  const [output, complaints] = await Promise.all([ran.stdout.text(), ran.stderr.text()])
  expect({ complaints, exitCode: await ran.exited }).toEqual({ complaints: '', exitCode: 0 })
  return output
}

test.skipIf(!hasPandas)('pandas reads the decision log as its page says, and changes nothing', async () => {
  await logRequest(folder, '0017', [
    { age: 96, member: true, plan: '01' },
    { age: null, member: false, plan: '02' },
  ])
  const [first = ''] = await readdir(folder)
  const compressed = Bun.gzipSync(await readFile(join(folder, first)))
  await Bun.write(join(folder, `${first}.gz`), compressed)
  rmSync(join(folder, first))
  await logRequest(folder, '18', [{ age: 72, member: true, plan: '01' }])

  const code = readingOf(folder)
  const output = await run(`${code}\nprint(log.sort_values(["request", "row"]).to_json(orient="records"))`)

  const common = { type: 'decision', route: '/predict/label/batch', key: '7', outcome: 'answered' }
  const model = { 'outcomes.forest': 'ok', 'models.forest': '0123456789ab' }
  const answer = (yes: number) => ({
    ...model,
    'answers.forest.no': 1 - yes,
    'answers.forest.yes': yes,
    'decision.label': yes > 0.5 ? 'yes' : 'no',
  })
  const features = (age: number | null, member: boolean, plan: string) => ({
    'features.age': age,
    'features.member': member,
    'features.plan': plan,
  })
  expect(JSON.parse(output)).toMatchObject([
    { ...common, request: '0017', row: 0, ...features(96, true, '01'), ...answer(0.75) },
    { ...common, request: '0017', row: 1, ...features(null, false, '02'), ...answer(0.25) },
    { ...common, request: '18', row: 0, ...features(72, true, '01'), ...answer(0.5625) },
  ])
})

test.skipIf(!hasEvidently)(
  'Evidently finds in the decision log what has moved, as its page says',
  async () => {
    const drifting = mkdtempSync(join(folder, 'evidently-'))
    const rows = (age: (i: number) => number) =>
      Array.from({ length: 200 }, (_, i) => ({ age: age(i), member: true, plan: i % 2 === 0 ? '01' : '02' }))
    await logRequest(
      drifting,
      'before',
      rows((i) => 20 + (i % 40)),
    )
    const since = new Date(Date.now() + 1)
    await eventually(Date.now, (now) => now > since.getTime())
    await logRequest(
      drifting,
      'late',
      rows((i) => 40 + (i % 40)),
    )
    const report = join(drifting, 'drift.html')
    const code = drawing.replace('2026-01-15', since.toISOString()).replace('drift.html', report)
    const shown =
      'import json\nprint(json.dumps({m["config"].get("column"): m["value"] for m in drift.dict()["metrics"]}, default=float))'
    const { 'features.age': age, 'features.plan': plan } = JSON.parse(
      await run(`${readingOf(drifting)}\n${code}\n${shown}`),
    )
    expect(age).toBeGreaterThan(0.25)
    expect(plan).toBeLessThan(0.1)
    expect(await Bun.file(report).text()).toContain('<html')
  },
)
