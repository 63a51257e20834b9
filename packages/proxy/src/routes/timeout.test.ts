import { describe, expect, test } from 'bun:test'
import { problemAnswer } from '@sepal/kit/testing'
import { FakeGarden } from '../../test/fake-garden.ts'
import { never } from '../../test/faulty-classifier.ts'
import { garden } from '../../test/garden.ts'
import { timeoutOf } from './timeout.ts'

const timeouts = { usualMs: 1000, mostMs: 5000 }
const asking = (text?: string) =>
  new Request('http://localhost', { headers: text === undefined ? {} : { 'x-request-timeout-ms': text } })

describe('timeoutOf', () => {
  test.each<[string | undefined, number]>([
    [undefined, 1000],
    ['1', 1],
    ['4999', 4999],
    ['999999999', 5000],
  ])('%p is %d ms', (text, ms) => {
    expect(timeoutOf(asking(text), timeouts)).toBe(ms)
  })

  test.each(['0', '-1', '1.5', 'soon', '', '1e3', '9'.repeat(50)])('refuses %p', (text) => {
    expect(() => timeoutOf(asking(text), timeouts)).toThrow('expected a whole number of ms')
  })
})

test("a caller's own time is over sooner than the usual one", async () => {
  await using slow = await FakeGarden.start({ lily: never }, { deadlineMs: 60_000 })
  const response = await slow.proxy.fetch('/predict', {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-request-timeout-ms': '40' },
    body: JSON.stringify({ data: [garden.sample] }),
  })
  expect(await problemAnswer(response, 'deadline-exceeded')).toMatchObject({ status: 504 })
})
