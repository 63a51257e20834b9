import { expect, test } from 'bun:test'
import { AnswerReader } from './answers.ts'

const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nhi'
const chunked = 'HTTP/1.1 404 Not Found\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n0\r\n\r\n'
const head = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\n'
const interim = 'HTTP/1.1 100 Continue\r\n\r\n'

test('answers are read whole, wherever their bytes are split', () => {
  const text = ok + chunked + interim + head + ok
  for (let cut = 0; cut < text.length; cut++) {
    const reader = new AnswerReader()
    const areHeads = [false, false, true, false]
    const first = reader.take(text.slice(0, cut), areHeads)
    const answers = [...first, ...reader.take(text.slice(cut), areHeads.slice(first.length))]
    expect(answers.map(({ status, body }) => `${status} ${body}`)).toEqual([
      '200 hi',
      '404 abc',
      '200 ',
      '200 hi',
    ])
    expect(reader.isBroken).toBe(false)
  }
})

test.each(['SSH-2.0', 'HTTP/1.1 abc\r\n\r\n', 'HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\nzz\r\n'])(
  '%j is not an answer',
  (text) => {
    const reader = new AnswerReader()
    expect(reader.take(text)).toEqual([])
    expect(reader.isBroken).toBe(true)
  },
)
