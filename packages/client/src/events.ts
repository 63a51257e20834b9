import { createParser, type EventSourceMessage } from 'eventsource-parser'
import { SepalError } from './sepal-error.ts'

/** One event of a stream of answers. */
export type StreamEvent = { event: string; data: unknown }

/** The event that ends every stream; a stream without it was cut off. */
const LAST = 'done'

/**
 * The events of a `text/event-stream`, in order, the last one included. Whoever leaves the loop closes the connection.
 * @throws SepalError when the stream ends before its last event, or has something that is no JSON; what `body` throws
 */
export async function* eventsOf(body: ReadableStream<Uint8Array>): AsyncGenerator<StreamEvent, void> {
  const arrived: EventSourceMessage[] = []
  const parser = createParser({ onEvent: (message) => arrived.push(message) })
  const decoder = new TextDecoder()
  const reader = body.getReader()
  try {
    for (;;) {
      const { done, value } = await reader.read()
      if (done)
        throw new SepalError(undefined, 'unreachable', undefined, 'the stream ended before its last event')
      parser.feed(decoder.decode(value, { stream: true }))
      for (const message of arrived.splice(0)) {
        const event = read(message)
        yield event
        if (event.event === LAST) return
      }
    }
  } finally {
    // Without this the connection would stay open, and the proxy go on. Nobody waits for it: in Node 20 it may not
    // settle when the last bytes are there already.
    reader.cancel().catch(() => undefined)
  }
}

function read({ event = 'message', data }: EventSourceMessage): StreamEvent {
  try {
    return { event, data: JSON.parse(data) }
  } catch (cause) {
    throw new SepalError(undefined, 'unexpected-answer', data, `the data of the event ${event} is not JSON`, {
      cause,
    })
  }
}
