import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { createClassifier } from '@sepal/classifier'
import { linearModel } from '@sepal/classifier/testing/edited-model'
import { irisFolder, ModelFolder } from '@sepal/classifier/testing/model-folder'
import { classifierDeps } from '@sepal/classifier/testing/running-classifier'
import { checkManifest } from '@sepal/ensemble'
import { startSystem } from '@sepal/launcher'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import iris from '../models/ensemble.json' with { type: 'json' }
import { tableRows } from '../scripts/docs/markdown-table.ts'
import { sectionOf } from '../scripts/docs/marked-section.ts'
import { pages } from '../scripts/docs/pages.ts'
import { exchangesIn, Session, startOutputIn } from '../scripts/docs/session.ts'

/** A whole system starts here, on busy machines, ms. */
setDefaultTimeout(30_000)

const readme = await Bun.file(new URL('../README.md', import.meta.url)).text()
const comparison = await Bun.file(new URL('../docs/original.md', import.meta.url)).text()
const system = await startSystem({ port: 0, freePorts: true })
afterAll(() => system.stop())

/** Other processors round float32 differently, so the last digits of a probability are not compared. */
const comparable = (output: string) =>
  output.replace(/\d\.\d{7,}/g, (probability) => Number(probability).toFixed(5))

describe('the session in the README', () => {
  const page = sectionOf(readme, 'session')
  const session = new Session(page, system)

  test('the session in the README starts with the output of the launcher', () => {
    expect(startOutputIn(page)).toBe(session.startOutput())
  })

  test('the session in the README shows the output of its commands', async () => {
    const exchanges = exchangesIn(page)
    const run: typeof exchanges = []
    for (const { command } of exchanges) run.push({ command, output: await session.run(command) })
    expect(comparable(JSON.stringify(run, null, 2))).toBe(comparable(JSON.stringify(exchanges, null, 2)))
  })
})

describe('the generated sections are up to date (bun run docs)', () => {
  const sections = Object.entries(pages).flatMap(([path, found]) =>
    Object.entries(found).map(([name, text]) => [path, name, text] as const),
  )
  test.each(sections)('%s has the section %s as generated from the code', async (path, name, text) => {
    const page = await Bun.file(new URL(`../${path}`, import.meta.url)).text()
    expect(sectionOf(page, name).trim()).toBe(text)
  })
})

describe('the wire tables', () => {
  const callsIn = (section: string) =>
    tableRows(sectionOf(readme, section)).map(([call = '']) => call.replaceAll('`', ''))
  const callsOf = (routes: readonly { method: string; path: string }[]) =>
    routes.map(({ method, path }) => `${method} ${path}`)

  test('the README lists exactly the routes of the proxy', async () => {
    await using ensemble = await RunningEnsemble.start(iris, irisFolder)
    expect(callsIn('wire:proxy').sort()).toEqual(callsOf(ensemble.proxy.proxy.routes).sort())
  })

  test('the README lists exactly the routes of a classifier', async () => {
    const deps = await classifierDeps('setosa')
    expect(callsIn('wire:classifier').sort()).toEqual(callsOf(createClassifier(deps).routes).sort())
    await deps.model.release()
  })
})

describe('the comparison with the Python original', () => {
  test.each(tableRows(sectionOf(comparison, 'original')))(
    'the row %s has the documented probability for %s',
    async (row, classifier, original, sepal, tolerance) => {
      const response = await fetch(`${system.url}/predict`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: `{"data":[${row?.replaceAll('`', '')}]}`,
      })
      const answer: unknown = await response.json()
      const prediction = [expect.closeTo(Number(sepal), 4), expect.any(Number)]
      expect(answer).toHaveProperty(classifier?.replaceAll('`', '') ?? '', { prediction })
      expect(Math.abs(Number(original) - Number(sepal))).toBeLessThan(Number(tolerance))
    },
  )
})

test('a model that does not fit stops the start, with the message in the README', async () => {
  const [shown = ''] = /^churn +\| classifier: .*?(?=\n```)/ms.exec(readme) ?? []
  const churn = { model: 'churn.onnx', port: 8003, probabilities: { stay: {}, leave: {} } }
  const manifest = { ...iris, classifiers: { ...iris.classifiers, churn } }
  await using folder = await ModelFolder.write(manifest, { 'churn.onnx': linearModel(4, 3) })
  const lines: string[] = []
  const start = startSystem({
    models: folder.path,
    port: 0,
    freePorts: true,
    onLine: ({ label }, line) => {
      if (label === 'churn') lines.push(`churn  | ${line}`)
    },
  })
  await expect(start).rejects.toThrow('churn ended before it was ready')
  expect(lines.join('\n')).toBe(shown)
})

test('the ensemble.json shown is valid, and the row shown is a row of it', () => {
  const [, json = ''] = /```json\n(.*?)\n```/s.exec(readme) ?? []
  const [, row = ''] = /"rows":\[(\{"age".*?\})\]/.exec(readme) ?? []
  const manifest = JSON.parse(json)
  expect(() => checkManifest(manifest)).not.toThrow()
  expect(() => checkManifest({ ...manifest, sample: { income: null, ...JSON.parse(row) } })).not.toThrow()
})
