/** Rows that are written in one turn of the event loop: a few ms of work. */
export const ROWS_A_TURN = 2048

/**
 * An answer of many rows as JSON text that is written piece by piece, a turn of the event loop each, so that the
 * requests of others are not held up by it. The pieces are checked numbers from the batchers; Elysia's check of a
 * whole answer of 100,000 rows alone takes longer than a hundred requests.
 */
export function longAnswer(pieces: Iterator<string>): Response {
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await new Promise((resolve) => setImmediate(resolve))
      const { done, value } = pieces.next()
      if (done) controller.close()
      else controller.enqueue(encoder.encode(value))
    },
  })
  return new Response(stream, { headers: { 'content-type': 'application/json;charset=utf-8' } })
}

/** The elements of a JSON array, without its brackets, in pieces of `ROWS_A_TURN`. */
export function* arrayPieces(length: number, element: (i: number) => unknown): Generator<string> {
  for (let from = 0; from < length; from += ROWS_A_TURN) {
    const count = Math.min(ROWS_A_TURN, length - from)
    const elements = Array.from({ length: count }, (_, i) => element(from + i))
    yield `${from === 0 ? '' : ','}${JSON.stringify(elements).slice(1, -1)}`
  }
}
