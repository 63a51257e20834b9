import type { Position } from './blocks.ts'
import { CellSplitter, quotedCell } from './cell-splitter.ts'
import { CellReader } from './cells/cell-reader.ts'
import { numberBetween, numberIn } from './cells/number.ts'
import { type Codec, isMangled, NOT_UTF8 } from './codec.ts'
import { type CsvHeader, csvHeaderIn } from './csv-header.ts'
import type { Cell, Feature } from './feature.ts'
import { LineCutter } from './line-cutter.ts'
import {
  areNumbers,
  jsonTexts,
  type NewColumn,
  type NewValue,
  type ReadRow,
  type Table,
  type TableOptions,
} from './table.ts'
import { TableError } from './table-error.ts'

/** Delimiter-separated values with a line for each record (RFC 4180). */
export class CsvTable implements Table {
  readonly format = 'csv'
  readonly names: readonly string[]
  readonly hasHeader: boolean
  readonly begin: Position
  readonly #header: CsvHeader
  readonly #splitter: CellSplitter
  /** cells of every record */
  readonly #width: number

  private constructor(
    header: CsvHeader,
    private readonly codec: Codec,
    { features, header: wanted = 'present', headerAdvice }: TableOptions,
  ) {
    this.#header = header
    this.#width = header.names.length
    this.#splitter = new CellSplitter(header.delimiter)
    const isRow =
      header.names.every((name) => numberIn(name) !== undefined) &&
      !features.some(({ name }) => header.names.includes(name))
    this.hasHeader = wanted === 'present' || (wanted === 'guess' && !isRow)
    this.names = this.hasHeader ? header.names : header.names.map((_, i) => `column ${i + 1}`)
    this.begin = this.hasHeader ? header.end : header.start
    if (wanted === 'present' && isRow && features.length > 0) {
      throw new TableError(
        `line ${header.start.line + 1} has numbers only, expected the names of the columns` +
          (headerAdvice === undefined ? '' : `; ${headerAdvice}`),
      )
    }
  }

  /**
   * @returns `undefined` when more text is needed
   * @throws TableError when the first record cannot be read
   */
  static open(text: string, isWhole: boolean, codec: Codec, options: TableOptions): CsvTable | undefined {
    const header = csvHeaderIn(text, isWhole, codec, options)
    return header === undefined ? undefined : new CsvTable(header, codec, options)
  }

  cutter(from: Position): LineCutter {
    return new LineCutter(from, (line, wasOpen) => this.#splitter.isOpenAfter(line, wasOpen))
  }

  reader(features: readonly Feature[], columns: readonly number[]): ReadRow {
    const cells = features.map((feature, i) => ({ reader: new CellReader(feature), column: columns[i] ?? 0 }))
    const splitter = this.#splitter
    return (record) => {
      const reason = this.#misfit(record)
      if (reason !== undefined) return { reason }
      const row: Cell[] = []
      for (const { reader, column } of cells) {
        const inPlace = reader.isPlainNumber
          ? numberBetween(record, splitter.start(column), splitter.end(column))
          : undefined
        if (inPlace !== undefined) {
          row.push(inPlace)
          continue
        }
        const raw = splitter.text(record, column)
        const text = this.codec.decode(raw)
        if (isMangled(this.codec, raw, text)) return { reason: `${reader.name} ${NOT_UTF8}` }
        const value = reader.ofText(text)
        if (value === undefined) return { reason: reader.problem(text) }
        row.push(value)
      }
      return { row }
    }
  }

  head(added: readonly string[]): string {
    if (!this.hasHeader) return ''
    const { before, record } = this.#header
    return (
      before +
      this.#line(
        record,
        added.map((name) => this.#written(name)),
      )
    )
  }

  write(records: readonly string[], _: readonly string[], columns: readonly NewColumn[]): string {
    const written = columns.map((column) =>
      areNumbers(column) ? jsonTexts(column) : column.map((value) => this.#written(textOf(value))),
    )
    const { delimiter, lineEnd } = this.#header
    let text = ''
    for (const [i, record] of records.entries()) {
      text += record
      for (const column of written) text += delimiter + column[i]
      text += lineEnd
    }
    return text
  }

  writeWithout(record: string, added: readonly string[]): string {
    return this.#line(
      record,
      added.map(() => ''),
    )
  }

  #line(record: string, cells: readonly string[]): string {
    return [record, ...cells].join(this.#header.delimiter) + this.#header.lineEnd
  }

  #written(text: string): string {
    return this.codec.encode(quotedCell(text, this.#header.delimiter))
  }

  /** Splits a record, and says what is wrong with its shape. */
  #misfit(record: string): string | undefined {
    const reason = this.#splitter.split(record)
    if (reason !== undefined) return reason
    const { count } = this.#splitter
    if (count === this.#width) return undefined
    const cells = Array.from({ length: count }, (_, i) => this.#splitter.text(record, i))
    return `it has ${count} ${count === 1 ? 'cell' : 'cells'}, expected ${this.#width}${this.#hint(cells)}`
  }

  /** Why there may be more cells than the header has names. */
  #hint(cells: readonly string[]): string {
    if (cells.length <= this.#width) return ''
    const { delimiter } = this.#header
    if (cells.length === this.#width + 1 && cells.at(-1) === '') {
      return `; it ends with ${JSON.stringify(delimiter)}, which the header does not`
    }
    const isWhole = (cell: string) => /^\s*[-+]?\d+\s*$/.test(cell)
    const hasPoint = cells.some((cell) => /^\s*[-+]?\d*\.\d/.test(cell))
    if (delimiter === ',' && !hasPoint && cells.filter(isWhole).length > 1) {
      return '; if these are decimal commas, write numbers with a decimal point (5.1, not 5,1)'
    }
    return '; every cell needs a name in the header, and text with the delimiter in it needs quotes'
  }
}

/** A gap is an empty cell. */
const textOf = (value: NewValue) => (value === null ? '' : String(value))
