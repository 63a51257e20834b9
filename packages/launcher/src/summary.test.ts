import { expect, test } from 'bun:test'
import { summaryOf } from './summary.ts'

function child(label: string, port: number, pid: number) {
  const spec = { name: label, replica: 1, command: [], host: '127.0.0.1', port: 0, env: {} }
  return { label, spec, port, pid }
}

const garden = {
  manifest: {
    name: 'garden',
    sample: { height: 1.5, width: 2 },
    classifiers: { rose: { model: 'rose.onnx', port: 7001, probabilities: { rose: {}, rest: {} } } },
    combine: { 'one-vs-rest': {} },
  },
  children: [child('rose', 7001, 12), child('proxy', 700, 1234)],
  url: 'http://127.0.0.1:700',
  together: [],
  consoleUrl: 'http://127.0.0.1:700/console',
}

test('the summary shows every process, the console and a request', () => {
  expect(summaryOf(garden, 456.7)).toBe(`
garden is ready after 0.46 s

  rose   http://127.0.0.1:7001  pid 12
  proxy  http://127.0.0.1:700   pid 1234

  The console is at http://127.0.0.1:700/console

  curl http://127.0.0.1:700/predict/label -H 'content-type: application/json' -d '{"data":[[1.5,2]]}'
`)
})

test('the summary omits a console that is switched off', () => {
  const summary = summaryOf({ ...garden, consoleUrl: undefined }, 456.7)
  expect(summary).toContain('pid 1234\n\n  curl ')
  expect(summary).not.toContain('console')
})

test('the request to paste is for a route that the strategy has', () => {
  const { manifest } = garden
  const height = { model: 'height.onnx', port: 7002, value: { unit: 'm' } }
  const asked = (changed: object) =>
    /http:\S+(\/predict\S*)/.exec(summaryOf({ ...garden, manifest: { ...manifest, ...changed } }, 1))?.[1]
  expect(asked({ combine: { none: {} } })).toBe('/predict')
  expect(asked({ combine: { mean: {} }, classifiers: { height } })).toBe('/predict/value')
})

test('the summary says which classifiers run in the proxy’s process', () => {
  const [, proxy] = garden.children
  const summary = summaryOf({ ...garden, children: proxy ? [proxy] : [], together: ['rose'] }, 456.7)
  expect(summary).toContain(
    "  rose   here                  in the proxy's process\n  proxy  http://127.0.0.1:700",
  )
})
