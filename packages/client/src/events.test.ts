import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { eventsOf, type StreamEvent } from './events.ts'

const encoder = new TextEncoder()

/** A body that comes in these pieces, and then ends if it is to. */
function bodyOf(pieces: readonly Uint8Array[], { ends = true, cancelled = () => {} } = {}) {
  const left = [...pieces]
  return new ReadableStream<Uint8Array>({
    pull(controller) {
      const piece = left.shift()
      if (piece !== undefined) controller.enqueue(piece)
      else if (ends) controller.close()
    },
    cancel: cancelled,
  })
}

async function all(body: ReadableStream<Uint8Array>): Promise<StreamEvent[]> {
  const events: StreamEvent[] = []
  for await (const event of eventsOf(body)) events.push(event)
  return events
}

const done: StreamEvent = { event: 'done', data: { ms: 3 } }
const written = (events: readonly StreamEvent[], newline = '\n') =>
  encoder.encode(
    events
      .map(({ event, data }) => `: alive${newline}event: ${event}${newline}data: ${JSON.stringify(data)}`)
      .join(newline.repeat(2)) + newline.repeat(2),
  )

/** The bytes cut at these positions. */
function pieces(bytes: Uint8Array, cuts: readonly number[]): Uint8Array[] {
  const ends = [...new Set(cuts.map((cut) => cut % bytes.length)), bytes.length].sort((a, b) => a - b)
  return ends.map((end, i) => bytes.slice(ends[i - 1] ?? 0, end))
}

describe('bytes that are split anywhere have the same events', () => {
  const events: StreamEvent[] = [
    { event: 'prediction', data: { classifier: 'sétosa', prediction: [0.985, 0.015], ms: 1.2 } },
    { event: 'label', data: { prediction: { label: '花🌷', proba: 1e-7 }, complete: true, missing: [] } },
    done,
  ]

  test.each(['\n', '\r\n'])('in two, at every position, lines ending with %j', async (newline) => {
    const bytes = written(events, newline)
    for (let cut = 0; cut < bytes.length; cut++) {
      expect(await all(bodyOf(pieces(bytes, [cut])))).toEqual(events)
    }
  })

  test('in any number, whatever the events are', async () => {
    const event = fc.record({ event: fc.constantFrom('prediction', 'error', 'label'), data: fc.jsonValue() })
    await fc.assert(
      fc.asyncProperty(fc.array(event), fc.array(fc.nat()), async (some, cuts) => {
        // JSON has no -0: what is written is what can be read.
        const events: StreamEvent[] = JSON.parse(JSON.stringify([...some, done]))
        expect(await all(bodyOf(pieces(written(events), cuts)))).toEqual(events)
      }),
    )
  })
})

describe('a stream that is not as it should be', () => {
  test('ends before its last event', async () => {
    const cut = bodyOf([encoder.encode('event: label\ndata: {}\n\n')])
    await expect(all(cut)).rejects.toMatchObject({ code: 'unreachable' })
  })

  test('has something that is no JSON', async () => {
    await expect(all(bodyOf([encoder.encode('event: label\ndata: {\n\n')]))).rejects.toMatchObject({
      code: 'unexpected-answer',
      value: '{',
    })
  })
})

describe('the connection is closed', () => {
  test('when the loop is left', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const body = bodyOf([written([{ event: 'label', data: {} }])], { ends: false, cancelled: resolve })
    for await (const { event } of eventsOf(body)) {
      expect(event).toBe('label')
      break
    }
    await promise
  })

  test('after the last event, whatever follows', async () => {
    const { promise, resolve } = Promise.withResolvers<void>()
    expect(await all(bodyOf([written([done, done])], { ends: false, cancelled: resolve }))).toEqual([done])
    await promise
  })
})
