import { expect, test } from 'bun:test'
import { summaryOf } from './summary.ts'

function child(label: string, port: number, pid: number) {
  const spec = { name: label, replica: 1, command: [], host: '127.0.0.1', port: 0, env: {} }
  return { label, spec, port, pid }
}

test('says what runs where and how to ask it', () => {
  const summary = summaryOf(
    {
      manifest: { name: 'garden', sample: [1.5, 2] },
      children: [child('rose', 7001, 12), child('proxy', 700, 1234)],
      url: 'http://127.0.0.1:700',
    },
    456.7,
  )
  expect(summary).toBe(`
garden is ready after 0.46 s

  rose   http://127.0.0.1:7001  pid 12
  proxy  http://127.0.0.1:700   pid 1234

  curl http://127.0.0.1:700/predict/label -H 'content-type: application/json' -d '{"data":[[1.5,2]]}'
`)
})
