import Papa from 'papaparse'

/** Text that is read at a time: little enough for the page to stay quick, bytes. */
const CHUNK_BYTES = 256 * 1024

export type Chunk = { lines: readonly string[][]; bytesRead: number }

/** The cells of a file's first line; none of an empty file. */
export async function firstLineOf(file: File): Promise<readonly string[]> {
  for await (const { lines } of chunksOf(file)) return lines[0] ?? []
  return []
}

/**
 * The lines of a CSV file in chunks as they are read. The next chunk is read when it is asked for, so that a file of
 * any size fits.
 * @throws Error when the file cannot be read
 */
export async function* chunksOf(file: File): AsyncGenerator<Chunk, void> {
  const parsing = new Parsing(file)
  try {
    for (;;) {
      const chunk = await parsing.next()
      if (chunk === undefined) return
      yield chunk
    }
  } finally {
    parsing.stop()
  }
}

/** Turns the parser's callbacks into one promise after the other. */
class Parsing {
  #parser: Papa.Parser | undefined
  #arriving = Promise.withResolvers<Chunk | undefined>()
  #isTaken = false

  constructor(file: File) {
    Papa.parse<string[]>(file, {
      chunkSize: CHUNK_BYTES,
      skipEmptyLines: 'greedy',
      chunk: ({ data, meta }, parser) => {
        this.#parser = parser
        parser.pause()
        this.#arriving.resolve({ lines: data, bytesRead: meta.cursor })
      },
      complete: () => this.#arriving.resolve(undefined),
      error: (error) => this.#arriving.reject(error),
    })
  }

  /** The next chunk; nothing after the last one. */
  async next(): Promise<Chunk | undefined> {
    if (this.#isTaken) {
      this.#arriving = Promise.withResolvers()
      this.#parser?.resume()
    }
    const chunk = await this.#arriving.promise
    this.#isTaken = chunk !== undefined
    return chunk
  }

  stop() {
    this.#parser?.abort()
  }
}
