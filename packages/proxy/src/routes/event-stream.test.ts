import { describe, expect, test } from 'bun:test'
import { ndjson, type StreamedEvent, sse } from '../answers/stream-format.ts'
import { eventStream } from './event-stream.ts'

const label: StreamedEvent = { event: 'label', data: {} }

/** One event, and the end when the test lets it come. */
function heldEvents() {
  const { promise: gate, resolve: letGo } = Promise.withResolvers<void>()
  async function* events() {
    yield label
    await gate
  }
  return { events: events(), letGo }
}

const readerOf = ({ body }: Response) => {
  if (body === null) throw new Error('there is no body')
  return body.pipeThrough(new TextDecoderStream()).getReader()
}

/** What comes of a body until it has this in it. */
async function readUntil(reader: ReturnType<typeof readerOf>, expected: string): Promise<string> {
  let text = ''
  while (!text.includes(expected)) text += (await reader.read()).value ?? expect.unreachable('it has ended')
  return text
}

describe.each([
  [null, sse],
  ['application/x-ndjson', ndjson],
])('for who accepts %p', (accept, format) => {
  test('the connection is said to be alive while nothing happens', async () => {
    const { events, letGo } = heldEvents()
    const response = eventStream(events, { accept, end: () => {}, heartbeatMs: 1 })
    expect(response.headers.get('content-type')).toBe(format.mediaType)
    const reader = readerOf(response)
    const beats = format.heartbeat.repeat(3)
    expect(await readUntil(reader, format.write(label) + beats)).toStartWith(format.write(label))
    letGo()
    while (!(await reader.read()).done) {
      // Beats that were on their way.
    }
  })
})

describe('what the events come from is told of the end', () => {
  test('when there are no more', async () => {
    const { events, letGo } = heldEvents()
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const response = eventStream(events, { accept: null, end })
    letGo()
    expect(await response.text()).toBe(sse.write(label))
    await ended
  })

  test('when nobody reads them any more, and nothing is written after that', async () => {
    const { events, letGo } = heldEvents()
    const { promise: ended, resolve: end } = Promise.withResolvers<void>()
    const reader = readerOf(eventStream(events, { accept: null, end, heartbeatMs: 1 }))
    await readUntil(reader, sse.heartbeat)
    await reader.cancel()
    await ended
    // While another one beats, this one would too, and throw.
    const other = heldEvents()
    const beating = readerOf(eventStream(other.events, { accept: null, end: other.letGo, heartbeatMs: 1 }))
    await readUntil(beating, sse.heartbeat.repeat(3))
    await beating.cancel()
    letGo()
  })
})
