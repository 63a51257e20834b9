import Papa from 'papaparse'

/** Text that is read at a time: little enough for the page to stay quick. */
const CHUNK_LENGTH = 256 * 1024
/** A record that is longer than this has a quote that nobody has closed. */
const LONGEST_RECORD = 4 * 1024 * 1024
/** As much of the text tells what separates the columns. */
const GUESSED_FROM = 64 * 1024

/** A record, and the number of the line that it begins on. */
export type Line = { number: number; cells: readonly string[] }
export type Chunk = { lines: readonly Line[]; bytesRead: number }

/** Why a file is not scored, in words for who has chosen it. */
export class FileError extends Error {
  override name = 'FileError'
}

/**
 * The cells of a file's first line; none of an empty file.
 * @throws FileError when the file cannot be read
 */
export async function firstLineOf(file: File): Promise<readonly string[]> {
  for await (const { lines } of chunksOf(file)) {
    const [first] = lines
    if (first !== undefined) return first.cells
  }
  return []
}

/**
 * The lines of a CSV file, gzipped or not, in chunks as they are read, without those that are empty. The next chunk
 * is read when it is asked for, so that a file of any size fits.
 * @throws FileError when the file cannot be read
 */
export async function* chunksOf(file: File): AsyncGenerator<Chunk, void> {
  let rest = ''
  let line = 1
  let parser: Papa.Parser | undefined
  for await (const { text, bytesRead, isLast } of textOf(file)) {
    rest += text
    parser ??= parserFor(rest)
    const { data, cursor } = parsed(parser, rest, isLast)
    const lines: Line[] = []
    for (const cells of data) {
      if (cells.some((cell) => cell.trim() !== '')) lines.push({ number: line, cells })
      line += 1 + breaksIn(cells)
    }
    yield { lines, bytesRead }
    rest = rest.slice(cursor)
    if (rest.length > LONGEST_RECORD) throw new FileError(`a quote on line ${line} is never closed`)
  }
}

type Text = { text: string; bytesRead: number; isLast: boolean }

/** Its text in pieces; no character is cut in two by them. */
async function* textOf(file: File): AsyncGenerator<Text, void> {
  const start = await bytesAt(file)
  let bytesRead = 0
  const counting = new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
    transform: (bytes, controller) => {
      bytesRead += bytes.byteLength
      controller.enqueue(bytes)
    },
  })
  const stored = file.stream().pipeThrough(counting)
  const bytes = isGzip(start) ? stored.pipeThrough(new DecompressionStream('gzip')) : stored
  const reader = bytes.pipeThrough(new TextDecoderStream(encodingOf(start), { fatal: true })).getReader()
  try {
    for (let text = ''; ; ) {
      const { value, done } = await reader.read().catch(refuse)
      text += value ?? ''
      if (text.includes('\0')) refuse(new TypeError('binary'))
      if (!done && text.length < CHUNK_LENGTH) continue
      yield { text, bytesRead, isLast: done }
      if (done) return
      text = ''
    }
  } finally {
    reader.cancel().catch(() => {})
  }
}

async function bytesAt(file: File): Promise<Uint8Array> {
  return new Uint8Array(await file.slice(0, 2).arrayBuffer().catch(refuse))
}

/** Decoders and unzippers throw a TypeError at what they do not understand. */
function refuse(cause: unknown): never {
  if (!(cause instanceof TypeError))
    throw new FileError('it is a folder, or has changed since it was chosen', { cause })
  throw new FileError('it is no text in UTF-8; a spreadsheet saves it as "CSV UTF-8"', { cause })
}

const isGzip = ([first, second]: Uint8Array) => first === 0x1f && second === 0x8b

/** UTF-16 has a mark at its beginning; what has none is UTF-8. */
function encodingOf([first, second]: Uint8Array): string {
  if (first === 0xff && second === 0xfe) return 'utf-16le'
  return first === 0xfe && second === 0xff ? 'utf-16be' : 'utf-8'
}

function parserFor(text: string): Papa.Parser {
  const { meta } = Papa.parse(text.slice(0, GUESSED_FROM), { preview: 20, skipEmptyLines: 'greedy' })
  const newline = (['\r\n', '\n', '\r'] as const).find((known) => known === meta.linebreak) ?? '\n'
  return new Papa.Parser({ delimiter: meta.delimiter, newline })
}

/** The records of a text, and where the one begins that may go on in the next piece. */
function parsed(parser: Papa.Parser, text: string, isLast: boolean): { data: string[][]; cursor: number } {
  const { data, meta }: Papa.ParseResult<string[]> = parser.parse(text, 0, !isLast)
  return { data, cursor: meta.cursor }
}

/** A quoted cell may have lines of its own. */
function breaksIn(cells: readonly string[]): number {
  return cells.reduce((sum, cell) => sum + (cell.includes('\n') ? cell.split('\n').length - 1 : 0), 0)
}
