/** An answer that is sent as it happens. */
export type StreamedEvent = { event: string; data: object }

/** How events are written, and how a heartbeat is. */
export type StreamFormat = { mediaType: string; write: (event: StreamedEvent) => string; heartbeat: string }

/** Server-sent events, https://html.spec.whatwg.org/multipage/server-sent-events.html */
export const sse: StreamFormat = {
  mediaType: 'text/event-stream',
  write: ({ event, data }) => `event: ${event}\ndata: ${JSON.stringify(data)}\n\n`,
  heartbeat: ': alive\n\n',
}

/** One JSON text per line; readers skip an empty one. */
export const ndjson: StreamFormat = {
  mediaType: 'application/x-ndjson',
  write: (event) => `${JSON.stringify(event)}\n`,
  heartbeat: '\n',
}

/** NDJSON for clients that ask for it, server-sent events for all others. */
export function formatFor(accept: string | null): StreamFormat {
  return accept?.toLowerCase().includes(ndjson.mediaType) ? ndjson : sse
}
