/** The longest record that is read; what is longer is a bad line, and is not kept. */
const MAX_RECORD = 1_048_576
/** How much of a bad line is kept, to show it. */
export const SHOWN = 1000

/** Records of a block are fewer than asked for when they have as many bytes: what is under way at once is all in memory. */
const MAX_BLOCK = 262_144

/** Where in the text a block ends: what `--resume` goes on from. */
export type Position = {
  /** bytes, unzipped */
  offset: number
  /** lines before it */
  line: number
}

/** A record that cannot be scored. */
export type BadLine = {
  /** where it begins; its line is the next */
  start: Position
  reason: string
  text: string
}

/** Records in a row, without the ends of their lines. */
export type Block = {
  texts: string[]
  starts: Position[]
  bad: BadLine[]
  end: Position
}

export type BlockOptions = {
  from: Position
  /** records in one block; a little more where quotes are not closed */
  records: number
  /** whether a record goes on in the next line, as one with a line break in quotes does */
  isOpenAfter: (line: string, wasOpen: boolean) => boolean
  /** the text was cut where it was, and its last line is not whole, once it is aborted */
  stopping: AbortSignal
}

/** Cuts text, which comes in any pieces, into blocks of records. Empty lines are none. */
export async function* readBlocks(
  pieces: AsyncIterable<string>,
  { from, records, isOpenAfter, stopping }: BlockOptions,
): AsyncGenerator<Block> {
  let { offset, line } = from
  const assembly = new Assembly(isOpenAfter)
  let rest = ''
  let dropped = 0
  for await (const piece of pieces) {
    const lines = (rest + piece).split('\n')
    rest = lines.pop() ?? ''
    for (const text of lines) {
      assembly.take(text, { offset, line }, dropped)
      line += 1
      offset += text.length + dropped + 1
      dropped = 0
      const isFull = assembly.count >= records || assembly.length >= MAX_BLOCK
      if (isFull && !assembly.isOpen) yield assembly.block({ offset, line })
    }
    if (rest.length > MAX_RECORD) {
      dropped += rest.length - SHOWN
      rest = rest.slice(0, SHOWN)
    }
  }
  if (stopping.aborted) return
  if (rest !== '') assembly.take(rest, { offset, line }, dropped)
  while (assembly.isOpen) assembly.giveUp()
  const end = rest === '' ? { offset, line } : { offset: offset + rest.length + dropped, line: line + 1 }
  if (assembly.count > 0) yield assembly.block(end)
}

/** Puts lines together to records, and records to a block. */
class Assembly {
  #texts: string[] = []
  #starts: Position[] = []
  #bad: BadLine[] = []
  #length = 0
  /** the lines of a record that goes on */
  #open: { text: string; start: Position }[] = []
  #openLength = 0

  constructor(private readonly isOpenAfter: BlockOptions['isOpenAfter']) {}

  get isOpen(): boolean {
    return this.#open.length > 0
  }

  get count(): number {
    return this.#texts.length + this.#bad.length
  }

  /** bytes of the records that are put together */
  get length(): number {
    return this.#length
  }

  /** A line, of which `dropped` bytes were not kept because it is too long. */
  take(text: string, start: Position, dropped = 0) {
    if (dropped > 0 || text.length > MAX_RECORD) {
      while (this.isOpen) this.giveUp()
      this.#refuse(text, start, `it is longer than ${MAX_RECORD} bytes`)
      return
    }
    const isOpen = this.isOpenAfter(text, this.isOpen)
    if (!isOpen && !this.isOpen) {
      this.#add(text, start)
      return
    }
    this.#open.push({ text, start })
    this.#openLength += text.length
    if (!isOpen) {
      const lines = this.#close()
      this.#add(lines.map((line) => line.text).join('\n'), lines[0]?.start ?? start)
    } else if (this.#openLength > MAX_RECORD) this.giveUp()
  }

  /** The open record is one bad line, and what was taken for its continuation is read again. */
  giveUp() {
    const [first, ...others] = this.#close()
    if (first !== undefined) this.#refuse(first.text, first.start, 'a quote is not closed')
    for (const { text, start } of others) this.take(text, start)
  }

  block(end: Position): Block {
    const block = { texts: this.#texts, starts: this.#starts, bad: this.#bad, end }
    this.#texts = []
    this.#starts = []
    this.#bad = []
    this.#length = 0
    return block
  }

  #add(text: string, start: Position) {
    const record = text.endsWith('\r') ? text.slice(0, -1) : text
    if (record === '') return
    this.#texts.push(record)
    this.#length += record.length
    this.#starts.push(start)
  }

  #refuse(text: string, start: Position, reason: string) {
    this.#bad.push({ start, reason, text: text.slice(0, SHOWN) })
  }

  #close() {
    const lines = this.#open
    this.#open = []
    this.#openLength = 0
    return lines
  }
}
