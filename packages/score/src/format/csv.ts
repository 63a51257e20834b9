import { UsageError } from '@sepal/command-line'
import Papa from 'papaparse'
import type { BadLine, Position } from '../input/blocks.ts'
import { BYTE_ORDER_MARK, fromBytes, toBytes } from './bytes.ts'
import { checkNewColumns, columnsOf, type Feature } from './columns.ts'
import { type Column, type Format, jsonTexts, type Read } from './format.ts'
import { numberBetween, numberIn, shown } from './number.ts'

const DELIMITERS = [',', ';', '\t', '|']
const UTF16_MARKS = ['\xff\xfe', '\xfe\xff']

export type CsvOptions = {
  features: readonly Feature[]
  /** names of the columns that are added */
  added: readonly string[]
  /** column names by feature, where the command line says so */
  chosen: ReadonlyMap<string, string>
  /** found in the first line when it is not said */
  delimiter?: string
  /** without a header, the first columns are the features in their order */
  hasHeader: boolean
}

/** Comma-separated values, with their quotes (RFC 4180), and with other delimiters. */
export class Csv implements Format {
  readonly name = 'csv'
  readonly head: string
  readonly begin: Position
  readonly #features: readonly Feature[]
  readonly #delimiter: string
  readonly #width: number
  readonly #columns: readonly number[]
  readonly #lineEnd: string
  /** where the columns of the record that is being read end */
  readonly #ends: number[] = []

  /** @throws UsageError when the header does not name every feature */
  constructor(text: string, { features, added, chosen, delimiter, hasHeader }: CsvOptions) {
    if (UTF16_MARKS.some((mark) => text.startsWith(mark))) {
      throw new UsageError('the input is UTF-16, expected UTF-8; save it as "CSV UTF-8"')
    }
    const mark = text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK : ''
    const [line = ''] = text.slice(mark.length).split('\n', 1)
    const header = line.replace(/\r$/, '')
    this.#features = features
    this.#lineEnd = line === header ? '\n' : '\r\n'
    this.#delimiter = delimiter ?? delimiterOf(header)
    const names = (this.#fields(header) ?? []).map((name) => fromBytes(name).trim())
    this.#width = names.length
    if (hasHeader) {
      const isRow = names.every((name) => numberIn(name) !== undefined)
      if (isRow && chosen.size === 0 && !features.some(({ name }) => names.includes(name))) {
        throw new UsageError(
          'the first line has numbers only, expected the names of the columns; --no-header says that it is a row',
        )
      }
      this.#columns = columnsOf(features, names, chosen)
      checkNewColumns(added, names)
      this.begin = { offset: Math.min(mark.length + line.length + 1, text.length), line: 1 }
      this.head =
        mark +
        this.write(
          [header],
          added.map((name) => [toBytes(name)]),
        )
    } else {
      if (names.length < features.length) {
        throw new UsageError(
          `the first line has ${names.length} columns, expected ${features.length} features`,
        )
      }
      this.#columns = features.map((_, i) => i)
      this.begin = { offset: mark.length, line: 0 }
      this.head = ''
    }
  }

  isOpenAfter(line: string, wasOpen: boolean): boolean {
    let isOpen = wasOpen
    for (let at = line.indexOf('"'); at !== -1; at = line.indexOf('"', at + 1)) {
      if (!isOpen) isOpen = at === 0 || line.startsWith(this.#delimiter, at - this.#delimiter.length)
      else if (line[at + 1] === '"') at += 1
      else isOpen = false
    }
    return isOpen
  }

  read(record: string): Read {
    return record.includes('"') ? this.#readQuoted(record) : this.#readPlain(record)
  }

  write(records: readonly string[], columns: readonly Column[]): string {
    const written = columns.map((column) => (isText(column) ? column : jsonTexts(column)))
    let text = ''
    for (const [i, record] of records.entries()) {
      text += record
      for (const column of written) text += this.#delimiter + column[i]
      text += this.#lineEnd
    }
    return text
  }

  writeBad(bad?: BadLine): string {
    const cells =
      bad === undefined ? ['line', 'reason', 'text'] : [bad.start.line + 1, toBytes(bad.reason), bad.text]
    return `${Papa.unparse([cells])}\n`
  }

  /** Reads a record without quotes, and cuts nothing out of it: this is where the time goes. */
  #readPlain(record: string): Read {
    const ends = this.#ends
    let count = 0
    for (let at = record.indexOf(this.#delimiter); at !== -1; at = record.indexOf(this.#delimiter, at + 1)) {
      ends[count++] = at
    }
    ends[count++] = record.length
    if (count !== this.#width) return this.#wrongWidth(count)
    const row: number[] = []
    for (const column of this.#columns) {
      const from = column === 0 ? 0 : (ends[column - 1] ?? 0) + 1
      const to = ends[column] ?? from
      const value = numberBetween(record, from, to)
      if (value === undefined) return this.#notANumber(row.length, record.slice(from, to))
      row.push(value)
    }
    return { row }
  }

  #readQuoted(record: string): Read {
    const fields = this.#fields(record)
    if (fields === undefined) return { reason: 'its quotes do not fit together' }
    if (fields.length !== this.#width) return this.#wrongWidth(fields.length)
    const row: number[] = []
    for (const column of this.#columns) {
      const text = fields[column] ?? ''
      const value = numberIn(text)
      if (value === undefined) return this.#notANumber(row.length, text)
      row.push(value)
    }
    return { row }
  }

  #wrongWidth(found: number): Read {
    return { reason: `it has ${found} columns, expected ${this.#width}` }
  }

  #notANumber(feature: number, text: string): Read {
    const name = this.#features[feature]?.name
    return { reason: `${name} is ${shown(fromBytes(text))}, expected a finite number that fits float32` }
  }

  /** The fields of one record; `undefined` when its quotes make no sense. */
  #fields(record: string): string[] | undefined {
    if (!record.includes('"')) return record.split(this.#delimiter)
    const { data, errors } = Papa.parse<string[]>(record, { delimiter: this.#delimiter, newline: '\n' })
    const [fields, ...others] = data
    return errors.length > 0 || others.length > 0 ? undefined : fields
  }
}

/** The one that the header has most of. */
function delimiterOf(header: string): string {
  const counts = DELIMITERS.map((delimiter) => header.split(delimiter).length)
  return DELIMITERS[counts.indexOf(Math.max(...counts))] ?? ','
}

function isText(column: Column): column is readonly string[] {
  return typeof column[0] === 'string'
}
