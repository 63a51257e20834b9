import { formatFor, type StreamedEvent } from '../answers/stream-format.ts'

/** Interval of heartbeats, ms: intermediaries close connections that are silent for some time. */
const HEARTBEAT_MS = 5000

export type EventStreamOptions = {
  /** the `accept` header of the caller */
  accept: string | null
  /** called when the stream has ended or the caller has disconnected */
  end: () => void
  /** called before that if the caller has disconnected */
  left?: () => void
  heartbeatMs?: number
}

/** Writes events as they arrive. */
export function eventStream(
  events: AsyncIterable<StreamedEvent>,
  { accept, end, left, heartbeatMs = HEARTBEAT_MS }: EventStreamOptions,
): Response {
  const { mediaType, write, heartbeat } = formatFor(accept)
  const encoder = new TextEncoder()
  let isOpen = true
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (isOpen) controller.enqueue(encoder.encode(text))
      }
      const beat = setInterval(() => send(heartbeat), heartbeatMs)
      try {
        for await (const event of events) send(write(event))
      } finally {
        clearInterval(beat)
        end()
      }
      if (isOpen) controller.close()
    },
    cancel() {
      isOpen = false
      left?.()
      end()
    },
  })
  const headers = { 'content-type': mediaType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  return new Response(stream, { headers })
}
