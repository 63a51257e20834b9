import { afterAll, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtempSync, rmSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashOf, KeyRing, newKey } from '@sepal/keys'
import { FakeModels } from '@sepal/proxy/testing/fake-models'
import { openLog } from '@sepal/proxy/testing/open-log'
import { codeBlocksOf } from '../scripts/docs/code-blocks.ts'

/** Python and pandas start here, on busy machines, ms. */
setDefaultTimeout(120_000)

const python = Bun.which('python3')
const find = 'import importlib.util, sys; sys.exit(importlib.util.find_spec("pandas") is None)'
const hasPandas = python !== null && Bun.spawnSync([python, '-c', find]).exitCode === 0
if (!hasPandas) {
  console.warn('SKIPPED: pandas reads the decision log: e2e/python/requirements.txt is not installed')
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
  classifiers: { forest: { model: 'forest.onnx', port: 8000, probabilities: { '0': {}, '1': {} } } },
  combine: { 'soft-vote': {} },
} as const

const folder = mkdtempSync(join(tmpdir(), 'sepal-pandas-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Logs a request of some rows, in a file of its own. */
async function logRequest(requestId: string, rows: readonly object[]) {
  const key = newKey((bytes) => crypto.getRandomValues(bytes))
  const keys = new KeyRing([{ name: '7', sha256: hashOf(key), scopes: ['predict'] }])
  const decisionLog = openLog(folder, shop)
  const forest = ([age]: readonly unknown[]) => (age === null ? [0.75, 0.25] : [0.25, 0.75])
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

test.skipIf(!hasPandas)('pandas reads the decision log as its page says, and changes nothing', async () => {
  await logRequest('0017', [
    { age: 41.5, member: true, plan: '01' },
    { age: null, member: false, plan: '02' },
  ])
  const [first = ''] = await readdir(folder)
  const compressed = Bun.gzipSync(await readFile(join(folder, first)))
  await Bun.write(join(folder, `${first}.gz`), compressed)
  rmSync(join(folder, first))
  await logRequest('18', [{ age: 20, member: true, plan: '01' }])

  const page = await Bun.file(join(import.meta.dir, '../docs/decision-log.md')).text()
  const [block = ''] = codeBlocksOf(page).filter((text) => text.startsWith('```python\n'))
  const code = block.replace(/^```.*\n?/gm, '').replace('/var/log/sepal', folder)
  expect(code).toContain(folder)
  const program = `${code}\nprint(log.sort_values(["request", "row"]).to_json(orient="records"))`
  const ran = Bun.spawn([python ?? '', '-c', program], { stdout: 'pipe', stderr: 'pipe' })
  const [output, complaints] = await Promise.all([ran.stdout.text(), ran.stderr.text()])
  expect({ complaints, exitCode: await ran.exited }).toEqual({ complaints: '', exitCode: 0 })

  const common = { type: 'decision', route: '/predict/label/batch', key: '7', outcome: 'answered' }
  const model = { 'outcomes.forest': 'ok', 'models.forest': '0123456789ab' }
  const yes = { ...model, 'answers.forest.0': 0.25, 'answers.forest.1': 0.75, 'decision.label': '1' }
  const no = { ...model, 'answers.forest.0': 0.75, 'answers.forest.1': 0.25, 'decision.label': '0' }
  const features = (age: number | null, member: boolean, plan: string) => ({
    'features.age': age,
    'features.member': member,
    'features.plan': plan,
  })
  expect(JSON.parse(output)).toMatchObject([
    { ...common, request: '0017', row: 0, ...features(41.5, true, '01'), ...yes },
    { ...common, request: '0017', row: 1, ...features(null, false, '02'), ...no },
    { ...common, request: '18', row: 0, ...features(20, true, '01'), ...yes },
  ])
})
