import { type Block, type BlockBuilder, type Cutter, MAX_RECORD, type Position } from './blocks.ts'
import { afterSpace, endOfText, endOfValue } from './json-scanner.ts'
import { TableError } from './table-error.ts'

const LINE_END = /\r\n|\n|\r/g

/** The elements of a JSON array, on however many lines. */
export class ArrayCutter implements Cutter {
  #offset: number
  #line: number
  /** what has not been cut yet */
  #rest = ''
  #hasEnded = false

  /** @param from behind the opening bracket, or behind an element */
  constructor(from: Position) {
    this.#offset = from.offset
    this.#line = from.line
  }

  *push(piece: string, block: BlockBuilder): Generator<Block, void> {
    this.#rest += piece
    for (let at = 0; ; ) {
      const start = afterSpace(this.#rest, at)
      this.#advance(this.#rest.slice(at, start))
      at = start
      const end = this.#endOfElement(start)
      if (end === -1) {
        this.#rest = this.#rest.slice(start)
        return
      }
      const text = this.#rest.slice(start, end)
      const from = this.#position()
      this.#advance(text)
      at = end
      if (text === ']') this.#hasEnded = true
      // Line breaks in JSON are white space only.
      else block.add(text.replace(LINE_END, ' '), from)
      if (block.isFull) yield block.take(this.#position())
    }
  }

  *end(block: BlockBuilder): Generator<Block, void> {
    if (!this.#hasEnded) {
      throw new TableError(`line ${this.#line + 1}: the JSON array ends before its closing bracket`)
    }
    if (!block.isEmpty) yield block.take(this.#position())
  }

  /** Where the element ends that begins at `start` of what is left; -1 when more text is needed. */
  #endOfElement(start: number): number {
    const first = this.#rest[start]
    if (first === undefined) return -1
    if (this.#hasEnded) throw new TableError(`line ${this.#line + 1}: text follows the end of the JSON array`)
    if (first === ']') return start + 1
    const end = this.#endOfValue(start, first)
    if (end === -1 && this.#rest.length - start > MAX_RECORD) {
      throw new TableError(
        `line ${this.#line + 1}: an element of the JSON array is longer than ${MAX_RECORD} characters`,
      )
    }
    return end
  }

  #endOfValue(start: number, first: string): number {
    if (first === '{' || first === '[') return endOfValue(this.#rest, start)
    if (first === '"') return endOfText(this.#rest, start)
    const end = this.#rest.slice(start).search(/[,\]\r\n]/)
    return end === -1 ? -1 : start + Math.max(end, 1)
  }

  #position(): Position {
    return { offset: this.#offset, line: this.#line }
  }

  #advance(text: string) {
    this.#offset += text.length
    this.#line += text.match(LINE_END)?.length ?? 0
  }
}
