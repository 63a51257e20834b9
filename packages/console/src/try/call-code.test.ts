import { expect, test } from 'bun:test'
import { curlCall, sdkCall } from './call-code.ts'

const names = ['age', 'note']
const numbers = { names, row: [1, 2.5], decision: 'label', isPartial: false } as const
const mixed = { names, row: [1, "it's"], decision: 'value', isPartial: true } as const

test('a row of numbers goes as it is', () => {
  expect(curlCall('http://a:9', numbers)).toBe(
    [
      'curl http://a:9/predict/label \\',
      "  -H 'content-type: application/json' \\",
      `  -d '{"data":[[1,2.5]]}'`,
    ].join('\n'),
  )
  expect(sdkCall('http://a:9', numbers)).toContain('sepal.predict.label.post({ data: [[1,2.5]] })')
})

test('any other row goes by name, and quotes in it do not end the argument', () => {
  expect(curlCall('http://a:9', mixed)).toContain(`  -d '{"rows":[{"age":1,"note":"it'\\''s"}]}'`)
  expect(sdkCall('http://a:9', mixed)).toContain('rows: [{"age":1,"note":"it\'s"}]')
})

test('what the panel shows without a classifier is asked for as partial', () => {
  expect(curlCall('http://a:9', mixed)).toStartWith("curl 'http://a:9/predict/value?partial=true' ")
  expect(sdkCall('http://a:9', mixed)).toContain(', { query: { partial: true } })')
})

test('where nothing is decided, the answers are asked for', () => {
  expect(curlCall('http://a:9', { ...numbers, decision: null })).toStartWith('curl http://a:9/predict \\')
  expect(sdkCall('http://a:9', { ...numbers, decision: null })).toContain('sepal.predict.post(')
})
