/** A silent connection is closed by what lies between after some time; a heartbeat says that it is alive, ms. */
const HEARTBEAT_MS = 5000

/** What is told while it happens. */
type StreamedEvent = { event: string; data: object }

/** How events are written, and what says that nothing has happened. */
type Format = { mediaType: string; write: (event: StreamedEvent) => string; heartbeat: string }

/** Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html */
const sse: Format = {
  mediaType: 'text/event-stream',
  write: ({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
  heartbeat: ': alive\n\n',
}

/** One JSON text a line; readers skip an empty one. */
const ndjson: Format = {
  mediaType: 'application/x-ndjson',
  write: (event) => `${JSON.stringify(event)}\n`,
  heartbeat: '\n',
}

/** NDJSON for who asks for it, server-sent events for all others. */
function formatFor(accept: string | null): Format {
  return accept?.toLowerCase().includes(ndjson.mediaType) ? ndjson : sse
}

/** Events as they come. `end` is called when there will be no more, or nobody to read them. */
export function eventStream(
  events: AsyncIterable<StreamedEvent>,
  { accept, end }: { accept: string | null; end: () => void },
): Response {
  const { mediaType, write, heartbeat } = formatFor(accept)
  const encoder = new TextEncoder()
  let isOpen = true
  const stream = new ReadableStream<Uint8Array>({
    async start(controller) {
      const send = (text: string) => {
        if (isOpen) controller.enqueue(encoder.encode(text))
      }
      const beat = setInterval(() => send(heartbeat), HEARTBEAT_MS)
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
