import { expect, test } from 'bun:test'
import { parseWrkOutput } from './wrk-result.ts'
import { RESULT_MARK } from './wrk-script.ts'

const results = {
  requests: 1000,
  duration: 2_000_000,
  connect: 1,
  read: 2,
  write: 3,
  status: 10,
  timeout: 4,
  p50: 1500,
  p99: 20_000,
  p999: 40_000,
}
const output = `Running 2s test @ http://127.0.0.1:9000/predict
  1 threads and 64 connections
${RESULT_MARK}${JSON.stringify(results)}
`

test('answers with another status and connection failures are errors', () => {
  expect(parseWrkOutput(output)).toEqual({
    answered: 990,
    errors: 20,
    durationMs: 2000,
    p50Ms: 1.5,
    p99Ms: 20,
    p999Ms: 40,
  })
})

test('output without results is an error with what wrk said', () => {
  expect(() => parseWrkOutput('unable to connect to 127.0.0.1:9000 Connection refused\n')).toThrow(
    'wrk gave no results: unable to connect to 127.0.0.1:9000 Connection refused',
  )
})

test('unexpected results are an error', () => {
  expect(() => parseWrkOutput(`${RESULT_MARK}{"requests":1}`)).toThrow()
})
