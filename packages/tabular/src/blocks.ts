/** The longest record that is read; what is longer is a bad line, and is not kept. */
export const MAX_RECORD = 1_048_576
/** How much of a bad line is kept, to show it. */
export const SHOWN = 1000

/** A block has fewer records than asked for when they are this long together: what is under way is all in memory. */
const MAX_BLOCK = 262_144

/** Where in the text something begins or ends. */
export type Position = {
  /** characters before it */
  offset: number
  /** lines before it */
  line: number
}

/** A record that cannot be read. */
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

/** Finds the records in a text that comes in pieces, and adds them to a block. */
export interface Cutter {
  /** Takes the next piece, and calls `full` wherever a block may end. */
  push(piece: string, block: BlockBuilder): Iterable<Block>
  /** The text has ended. */
  end(block: BlockBuilder): Iterable<Block>
}

/** Collects records into blocks. */
export class BlockBuilder {
  #texts: string[] = []
  #starts: Position[] = []
  #bad: BadLine[] = []
  #length = 0

  constructor(private readonly records: number) {}

  get isEmpty(): boolean {
    return this.#texts.length + this.#bad.length === 0
  }

  get isFull(): boolean {
    return this.#texts.length + this.#bad.length >= this.records || this.#length >= MAX_BLOCK
  }

  add(text: string, start: Position) {
    this.#texts.push(text)
    this.#starts.push(start)
    this.#length += text.length
  }

  refuse(text: string, start: Position, reason: string) {
    this.#bad.push({ start, reason, text: text.slice(0, SHOWN) })
  }

  take(end: Position): Block {
    const block = { texts: this.#texts, starts: this.#starts, bad: this.#bad, end }
    this.#texts = []
    this.#starts = []
    this.#bad = []
    this.#length = 0
    return block
  }
}

export type BlockOptions = {
  /** records in one block; a little more where quotes are not closed */
  records: number
  /** once aborted, the text was cut where it was, and its last record is not whole */
  stopping?: AbortSignal
}

/** Cuts text, which comes in any pieces, into blocks of records. */
export async function* readBlocks(
  pieces: AsyncIterable<string> | Iterable<string>,
  cutter: Cutter,
  { records, stopping }: BlockOptions,
): AsyncGenerator<Block, void> {
  const block = new BlockBuilder(records)
  for await (const piece of pieces) yield* cutter.push(piece, block)
  if (!stopping?.aborted) yield* cutter.end(block)
}
