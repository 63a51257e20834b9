import { formatFor, type StreamedEvent } from '../answers/stream-format.ts'

/** A silent connection is closed by what lies between after some time; a heartbeat says that it is alive, ms. */
const HEARTBEAT_MS = 5000

export type EventStreamOptions = {
  /** what the caller accepts */
  accept: string | null
  /** called when there will be no more, or nobody to read them */
  end: () => void
  heartbeatMs?: number
}

/** Events as they come. */
export function eventStream(
  events: AsyncIterable<StreamedEvent>,
  { accept, end, heartbeatMs = HEARTBEAT_MS }: EventStreamOptions,
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
      end()
    },
  })
  const headers = { 'content-type': mediaType, 'cache-control': 'no-store', 'x-accel-buffering': 'no' }
  return new Response(stream, { headers })
}
