/** A line longer than this many characters is given in pieces, so that a child cannot fill the memory. */
const MAX_LINE = 65_536

/** The lines of a byte stream without their ends, as they come; the last one need not end. */
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
