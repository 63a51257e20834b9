import { expect, test } from 'bun:test'
import { HttpAnswers } from './http-answers.ts'

const answer = (status: number, body: string) =>
  `HTTP/1.1 ${status} Whatever\r\nContent-Type: application/json\r\nContent-Length: ${body.length}\r\n\r\n${body}`

test('answers are found wherever their bytes are split', () => {
  const bytes = Buffer.from(answer(200, '{"a":1}') + answer(503, '{"status":503}') + answer(200, ''))
  for (let size = 1; size <= bytes.length; size += 1) {
    const answers = new HttpAnswers()
    const statuses: number[] = []
    for (let at = 0; at < bytes.length; at += size)
      statuses.push(...answers.read(bytes.subarray(at, at + size)))
    expect(statuses).toEqual([200, 503, 200])
  }
})

test('an answer without a length is refused rather than misread', () => {
  const chunked = 'HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n'
  expect(() => new HttpAnswers().read(Buffer.from(chunked))).toThrow(
    'an answer without a length: HTTP/1.1 200 OK',
  )
})
