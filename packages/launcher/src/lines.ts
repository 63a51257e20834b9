/** A longer line is passed on in pieces, so that a child cannot fill the memory; in characters. */
const MAX_LINE = 65_536

/** The lines of a byte stream, without line ends, as they arrive. The last one need not be terminated. */
export async function* linesOf(stream: ReadableStream<Uint8Array>): AsyncGenerator<string, void, void> {
  const decoder = new TextDecoder()
  let rest = ''
  for await (const chunk of stream) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n')
    rest = lines.pop() ?? ''
    yield* lines
    while (rest.length > MAX_LINE) {
      yield rest.slice(0, MAX_LINE)
      rest = rest.slice(MAX_LINE)
    }
  }
  rest += decoder.decode()
  if (rest !== '') yield rest
}
