/**
 * Streams an answer of many rows as JSON, one piece per turn of the event loop, so that other requests are not blocked.
 * The pieces are numbers that the batchers have checked; Elysia's validation of an answer of 100,000 rows alone takes
 * longer than a hundred requests.
 * @param onEnd called when all is written, or the caller has left
 */
export function longAnswer(pieces: Iterable<string>, onEnd = () => {}): Response {
  const iterator = pieces[Symbol.iterator]()
  const encoder = new TextEncoder()
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      await nextTurn()
      const { done, value } = iterator.next()
      if (!done) return controller.enqueue(encoder.encode(value))
      controller.close()
      onEnd()
    },
    cancel: onEnd,
  })
  return new Response(stream, { headers: { 'content-type': 'application/json;charset=utf-8' } })
}

const nextTurn = () => new Promise((resolve) => setImmediate(resolve))

/** All the pieces, made one in each turn of the event loop. */
export async function piecesInTurns(pieces: Iterable<string>): Promise<string[]> {
  const made: string[] = []
  for (const piece of pieces) {
    made.push(piece)
    await nextTurn()
  }
  return made
}
