import { type Block, type BlockBuilder, type Cutter, MAX_RECORD, type Position, SHOWN } from './blocks.ts'

/** Whether a record goes on after a line, as one with a line break in quotes does. */
export type IsOpenAfter = (line: string, wasOpen: boolean) => boolean

type Line = { text: string; start: Position; end: string }

const BLANK = /^ +$/

/**
 * Records that end with their line (LF, CRLF or CR, also mixed), unless a quote is open. Blank lines are no records, as
 * for pandas and R.
 */
export class LineCutter implements Cutter {
  #offset: number
  #line: number
  /** the beginning of a line whose end has not come yet */
  #rest = ''
  /** characters of that line that were not kept */
  #dropped = 0
  /** the lines of a record that goes on */
  #open: Line[] = []
  #openLength = 0

  constructor(
    from: Position,
    private readonly isOpenAfter: IsOpenAfter,
  ) {
    this.#offset = from.offset
    this.#line = from.line
  }

  *push(piece: string, block: BlockBuilder): Generator<Block, void> {
    const text = this.#rest + piece
    let from = 0
    let nextReturn = indexFrom(text, '\r', 0)
    for (let nextFeed = indexFrom(text, '\n', 0); ; ) {
      const at = Math.min(nextFeed, nextReturn)
      // A return at the very end may be half of a CRLF.
      if (at === Number.POSITIVE_INFINITY || (at === nextReturn && at === text.length - 1)) break
      const end = at === nextFeed ? '\n' : nextFeed === at + 1 ? '\r\n' : '\r'
      this.#take(text.slice(from, at), end, block)
      from = at + end.length
      if (nextFeed < from) nextFeed = indexFrom(text, '\n', from)
      if (nextReturn < from) nextReturn = indexFrom(text, '\r', from)
      if (block.isFull && this.#open.length === 0) yield block.take(this.#position())
    }
    this.#rest = from === 0 ? text : text.slice(from)
    if (this.#rest.length > MAX_RECORD) this.#drop()
  }

  *end(block: BlockBuilder): Generator<Block, void> {
    const end = this.#rest.endsWith('\r') ? '\r' : ''
    const last = this.#rest.slice(0, this.#rest.length - end.length)
    if (last !== '' || end !== '') this.#take(last, end, block)
    while (this.#open.length > 0) this.#giveUp(block)
    if (!block.isEmpty) yield block.take(this.#position())
  }

  #position(): Position {
    return { offset: this.#offset, line: this.#line }
  }

  /** Keeps little of a line that is too long. */
  #drop() {
    const last = this.#rest.endsWith('\r') ? '\r' : ''
    this.#dropped += this.#rest.length - SHOWN - last.length
    this.#rest = this.#rest.slice(0, SHOWN) + last
  }

  #take(text: string, end: string, block: BlockBuilder) {
    const start = this.#position()
    const dropped = this.#dropped
    this.#dropped = 0
    this.#offset += text.length + dropped + end.length
    this.#line += 1
    if (dropped === 0 && text.length <= MAX_RECORD) return this.#put({ text, start, end }, block)
    while (this.#open.length > 0) this.#giveUp(block)
    block.refuse(text, start, `it is longer than ${MAX_RECORD} characters`)
  }

  #put(line: Line, block: BlockBuilder) {
    const wasOpen = this.#open.length > 0
    const isOpen = this.isOpenAfter(line.text, wasOpen)
    if (!isOpen && !wasOpen) {
      if (line.text !== '' && !BLANK.test(line.text)) block.add(line.text, line.start)
      return
    }
    this.#open.push(line)
    this.#openLength += line.text.length
    if (!isOpen) {
      const lines = this.#close()
      block.add(textOf(lines), lines[0]?.start ?? line.start)
    } else if (this.#openLength > MAX_RECORD) this.#giveUp(block)
  }

  /** The open record is one bad line, and what was taken for its continuation is read again. */
  #giveUp(block: BlockBuilder) {
    const [first, ...others] = this.#close()
    if (first !== undefined) block.refuse(first.text, first.start, 'a quote is never closed')
    for (const line of others) this.#put(line, block)
  }

  #close(): Line[] {
    const lines = this.#open
    this.#open = []
    this.#openLength = 0
    return lines
  }
}

/** The lines of one record as they were, without the end of the last one. */
function textOf(lines: readonly Line[]): string {
  return lines.map(({ text, end }, i) => (i === lines.length - 1 ? text : text + end)).join('')
}

function indexFrom(text: string, character: string, from: number): number {
  const at = text.indexOf(character, from)
  return at === -1 ? Number.POSITIVE_INFINITY : at
}
