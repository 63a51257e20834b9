import { afterAll, expect, test } from 'bun:test'
import { decodeFrame, encodeFrame, type Frame, type SocketAnswer } from '@sepal/ensemble'
import { problemAnswer } from '@sepal/server/testing'
import { BAD, partialModel } from '../../test/partial-model.ts'
import { RunningClassifier } from '../../test/running-classifier.ts'
import { SocketClient } from '../../test/socket-client.ts'

const classifier = await RunningClassifier.start('setosa')
afterAll(() => classifier[Symbol.asyncDispose]())

const head = { kind: 'predict', id: 7, rows: 2, timeoutMs: 60_000, requestIds: ['a', 'b'] } as const
const numbers = [5.1, 3.5, 1.4, 0.2, 6, 3, 4.8, 1.8]
const frameOf = (changed: object = {}, values: readonly number[] = numbers) =>
  encodeFrame({ ...head, ...changed }, values.length, (out) => out.set(values))

const ask = (body: Uint8Array<ArrayBuffer>, server = classifier) =>
  server.fetch('/predict/frame', {
    method: 'POST',
    headers: { 'content-type': 'application/octet-stream' },
    body,
  })

test('a frame gets the answer that it gets on the socket', async () => {
  using socket = await SocketClient.open(classifier.address)
  socket.predict(7, numbers)
  const answer = await ask(frameOf())
  expect(answer.headers.get('content-type')).toBe('application/octet-stream')
  const frame: Frame<SocketAnswer> = new Uint8Array(await answer.arrayBuffer())
  const expected = await socket.answer(7)
  expect([...decodeFrame(frame).numbers]).toEqual(expected.numbers)
  expect(decodeFrame(frame).head).toEqual({ kind: 'prediction', id: 7, classifier: 'setosa' })
})

test('rows without an answer are named, and the others have theirs', async () => {
  await using partial = await RunningClassifier.start('setosa', { model: partialModel })
  const answer = await ask(frameOf({}, [BAD, 0, 0, 0, 1, 0, 0, 0]), partial)
  const frame: Frame<SocketAnswer> = new Uint8Array(await answer.arrayBuffer())
  expect(decodeFrame(frame).head).toMatchObject({ failed: [{ row: 0, detail: expect.any(String) }] })
  expect([...decodeFrame(frame).numbers.subarray(2)]).toEqual([1, 0])
})

test.each([
  ['no frame', new Uint8Array([1, 2]), 'the body is not a request frame'],
  [
    'a cancellation',
    encodeFrame({ kind: 'cancel', id: 1 }, 0, () => {}),
    'kind is "cancel", expected "predict"',
  ],
  ['fewer numbers than it says', frameOf({ rows: 3 }), '8 numbers for 3 rows of 4, at most 4096'],
  ['a number that is none', frameOf({ rows: 1 }, [1, 2, Number.NaN, 4]), 'a number is not finite'],
])('%s is refused', async (_, body, detail) => {
  expect(await problemAnswer(await ask(body), 'invalid-request')).toMatchObject({ detail })
})
