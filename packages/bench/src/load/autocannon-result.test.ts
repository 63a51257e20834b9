import { expect, test } from 'bun:test'
import { parseAutocannonOutput } from './autocannon-result.ts'

test('answers with a status other than 2xx are errors', () => {
  const output = JSON.stringify({
    url: 'http://127.0.0.1:9000',
    duration: 2.5,
    errors: 3,
    timeouts: 2,
    non2xx: 4,
    '2xx': 500,
    latency: { p50: 1, p97_5: 5, p99: 7, p99_9: 12 },
  })
  expect(parseAutocannonOutput(output)).toEqual({
    answered: 500,
    errors: 7,
    durationMs: 2500,
    p50Ms: 1,
    p99Ms: 7,
    p999Ms: 12,
  })
})

test('output without a result is refused', () => {
  expect(() => parseAutocannonOutput('{}')).toThrow()
})
