const QUOTE = '"'

/**
 * Finds the cells of a CSV record (RFC 4180), and cuts none of them out: numbers are read in place. One splitter is
 * used for every record, and knows the last one.
 */
export class CellSplitter {
  #count = 0
  readonly #starts: number[] = []
  readonly #ends: number[] = []
  #hasEscapes = false

  /** @param delimiter one character */
  constructor(readonly delimiter: string) {}

  /** cells of the last record */
  get count(): number {
    return this.#count
  }

  /** @returns what is wrong with the record's quotes, if anything is */
  split(record: string): string | undefined {
    this.#count = 0
    this.#hasEscapes = false
    return record.includes(QUOTE) ? this.#splitQuoted(record) : this.#splitPlain(record)
  }

  start(cell: number): number {
    return this.#starts[cell] ?? 0
  }

  end(cell: number): number {
    return this.#ends[cell] ?? 0
  }

  /** What a cell of the last record has between its quotes, if it has quotes. */
  text(record: string, cell: number): string {
    const from = this.start(cell)
    const text = record.slice(from, this.end(cell))
    return this.#hasEscapes && record[from - 1] === QUOTE ? text.replaceAll('""', QUOTE) : text
  }

  /** All cells of a record; `undefined` where its quotes make no sense. */
  cells(record: string): string[] | undefined {
    if (this.split(record) !== undefined) return undefined
    return Array.from({ length: this.#count }, (_, cell) => this.text(record, cell))
  }

  /** Whether a record goes on after a line of it. A quote opens a cell only where the cell begins. */
  isOpenAfter(line: string, wasOpen: boolean): boolean {
    let isOpen = wasOpen
    for (let at = line.indexOf(QUOTE); at !== -1; at = line.indexOf(QUOTE, at + 1)) {
      if (!isOpen) isOpen = at === 0 || line.startsWith(this.delimiter, at - this.delimiter.length)
      else if (line[at + 1] === QUOTE) at += 1
      else isOpen = false
    }
    return isOpen
  }

  #add(start: number, end: number) {
    this.#starts[this.#count] = start
    this.#ends[this.#count] = end
    this.#count += 1
  }

  /** This is where most of the time goes: most records have no quotes. */
  #splitPlain(record: string): undefined {
    const starts = this.#starts
    const ends = this.#ends
    let count = 0
    let start = 0
    for (let at = record.indexOf(this.delimiter); at !== -1; at = record.indexOf(this.delimiter, start)) {
      starts[count] = start
      ends[count++] = at
      start = at + 1
    }
    starts[count] = start
    ends[count++] = record.length
    this.#count = count
  }

  #splitQuoted(record: string): string | undefined {
    for (let start = 0; ; ) {
      const isQuoted = record[start] === QUOTE
      const end = isQuoted ? this.#closingQuote(record, start + 1) : endOfPlain(record, start, this.delimiter)
      if (end === -1) return `the quote of cell ${this.#count + 1} is never closed`
      this.#add(isQuoted ? start + 1 : start, end)
      const after = isQuoted ? end + 1 : end
      if (after === record.length) return undefined
      if (!record.startsWith(this.delimiter, after)) {
        return `cell ${this.#count} goes on after its closing quote; quotes inside are written twice`
      }
      start = after + this.delimiter.length
    }
  }

  #closingQuote(record: string, from: number): number {
    let at = record.indexOf(QUOTE, from)
    while (at !== -1 && record[at + 1] === QUOTE) {
      this.#hasEscapes = true
      at = record.indexOf(QUOTE, at + 2)
    }
    return at
  }
}

function endOfPlain(record: string, start: number, delimiter: string): number {
  const at = record.indexOf(delimiter, start)
  return at === -1 ? record.length : at
}

/** A cell as it is written, in quotes where it needs them. */
export function quotedCell(text: string, delimiter = ','): string {
  const needsQuotes = text.includes(delimiter) || /["\r\n]/.test(text)
  return needsQuotes ? `"${text.replaceAll(QUOTE, '""')}"` : text
}
