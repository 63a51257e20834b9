import { MAX_RECORD } from './blocks.ts'
import { CellSplitter } from './cell-splitter.ts'
import type { Codec } from './codec.ts'
import { matchColumns } from './columns.ts'
import type { TableOptions } from './table.ts'
import { TableError } from './table-error.ts'

const DELIMITERS = [',', ';', '\t', '|']

/** The first record of a CSV text. */
export type CsvHeader = {
  /** what stands before it and is kept: a byte order mark, and a line such as `sep=;` */
  before: string
  record: string
  names: readonly string[]
  delimiter: string
  /** the end of its line, which is that of every line that is written */
  lineEnd: string
  /** characters and lines up to its end, and up to its beginning */
  end: { offset: number; line: number }
  start: { offset: number; line: number }
}

/**
 * Finds the first record of a text, and by it the delimiter: the one by which most features have a column, else the one
 * that gives as many cells as there are features, else the one that there is most of.
 * @returns `undefined` when more text is needed
 * @throws TableError when it is too long, or a quote in it is never closed
 */
export function csvHeaderIn(
  text: string,
  isWhole: boolean,
  codec: Codec,
  { features, delimiter }: Pick<TableOptions, 'features' | 'delimiter'>,
): CsvHeader | undefined {
  const mark = text.startsWith(codec.mark) ? codec.mark : ''
  // A spreadsheet is told the delimiter by such a line.
  const told = /^sep=(.)(\r\n|\n|\r(?!$))/.exec(text.slice(mark.length, mark.length + 8))
  const before = mark + (told?.[0] ?? '')
  const start = { offset: before.length, line: told === null ? 0 : 1 }
  for (const blank = /[ ]*(?:\r\n|\n|\r(?=[^\n]))/y; ; start.line += 1) {
    blank.lastIndex = start.offset
    if (!blank.test(text)) break
    start.offset = blank.lastIndex
  }
  const given = delimiter ?? told?.[1]
  const found = firstRecord(text, start.offset, given === undefined ? DELIMITERS : [given])
  if (found === undefined || (!isWhole && !found.hasEnded)) {
    if (!isWhole && text.length <= MAX_RECORD) return undefined
    refuse(start.line, isWhole)
  }
  const { record, lines, end, lineEnd } = found
  if (record.length > MAX_RECORD) refuse(start.line, false)
  const chosen = given ?? delimiterOf(record, features, codec)
  const cells = new CellSplitter(chosen).cells(record)
  if (cells === undefined) {
    throw new TableError(`the quotes on line ${start.line + 1}, the header, do not fit together`)
  }
  return {
    before,
    record,
    names: cells.map((cell) => codec.decode(cell).trim()),
    delimiter: chosen,
    lineEnd,
    end: { offset: end, line: start.line + lines },
    start,
  }
}

function refuse(line: number, isWhole: boolean): never {
  if (isWhole) throw new TableError(`a quote on line ${line + 1} is never closed`)
  throw new TableError(
    `line ${line + 1}, the header, is longer than ${MAX_RECORD} characters, or a quote in it is never closed`,
  )
}

type Found = {
  record: string
  lines: number
  end: number
  lineEnd: string
  /** whether more text would not change it: a return may be half of a CRLF */
  hasEnded: boolean
}

/** The record that begins at `start`; `undefined` when its quote is open at the end of the text. */
function firstRecord(text: string, start: number, delimiters: readonly string[]): Found | undefined {
  let isOpen = false
  let lines = 1
  for (let at = start; at < text.length; at++) {
    const character = text[at] ?? ''
    if (character === '"') {
      if (isOpen) {
        if (text[at + 1] === '"') at += 1
        else isOpen = false
      } else isOpen = at === start || delimiters.includes(text[at - 1] ?? '')
    } else if (character === '\n' || character === '\r') {
      const lineEnd = character === '\r' && text[at + 1] === '\n' ? '\r\n' : character
      const end = at + lineEnd.length
      const hasEnded = lineEnd !== '\r' || end < text.length
      if (!isOpen) return { record: text.slice(start, at), lines, end, lineEnd, hasEnded }
      lines += 1
      at += lineEnd.length - 1
    }
  }
  return isOpen
    ? undefined
    : { record: text.slice(start), lines, end: text.length, lineEnd: '\n', hasEnded: false }
}

function delimiterOf(record: string, features: TableOptions['features'], codec: Codec): string {
  const ranked = DELIMITERS.map((delimiter) => {
    const cells = new CellSplitter(delimiter).cells(record)?.map((cell) => codec.decode(cell).trim()) ?? []
    const matched = matchColumns(features, cells).filter(({ is }) => is !== 'missing').length
    return {
      delimiter,
      matched,
      fits: Number(cells.length > 0 && cells.length === features.length),
      count: cells.length,
    }
  })
  ranked.sort((a, b) => b.matched - a.matched || b.fits - a.fits || b.count - a.count)
  return ranked[0]?.delimiter ?? ','
}
