import { ArrayCutter } from './array-cutter.ts'
import { type Cutter, MAX_RECORD, type Position } from './blocks.ts'
import { CellReader } from './cells/cell-reader.ts'
import type { Codec } from './codec.ts'
import type { Cell, Feature } from './feature.ts'
import { afterSpace, countMembers, endOfValue } from './json-scanner.ts'
import { LineCutter } from './line-cutter.ts'
import { shown } from './shown.ts'
import { jsonTexts, type NewColumn, type Read, type ReadRow, type Table } from './table.ts'
import { TableError } from './table-error.ts'

/** JSON objects with a member for each column: one on each line (NDJSON), or the elements of one array. */
export class JsonTable implements Table {
  readonly hasHeader = true

  private constructor(
    readonly format: 'ndjson' | 'json',
    readonly names: readonly string[],
    readonly begin: Position,
    private readonly codec: Codec,
  ) {}

  /**
   * The members of the first object are the columns.
   * @returns `undefined` when more text is needed
   * @throws TableError when it does not begin with an object
   */
  static open(
    text: string,
    isWhole: boolean,
    codec: Codec,
    format: 'ndjson' | 'json',
  ): JsonTable | undefined {
    const mark = text.startsWith(codec.mark) ? codec.mark.length : 0
    const bracket = text.indexOf('[', mark)
    const opening = format === 'json' ? bracket + 1 : mark
    const before = text.slice(0, opening)
    const start = afterSpace(text, opening)
    const first = format === 'json' ? elementAt(text, start) : lineAt(text, start, isWhole)
    if (first === undefined && !isWhole && text.length <= MAX_RECORD) return undefined
    const line = lineOf(text, start)
    if (text[start] === ']' || start === text.length) throw new TableError('it has no rows')
    const object = first === undefined ? undefined : objectIn(codec.decode(first))
    if (object === undefined) {
      throw new TableError(
        format === 'json'
          ? `line ${line} has no JSON object, expected an array of objects: [{"feature": 1}, …]`
          : `line ${line} is not a JSON object, expected one on each line, or a JSON array of objects`,
      )
    }
    return new JsonTable(
      format,
      Object.keys(object),
      { offset: before.length, line: lineOf(text, before.length) - 1 },
      codec,
    )
  }

  cutter(from: Position): Cutter {
    return this.format === 'json' ? new ArrayCutter(from) : new LineCutter(from, () => false)
  }

  reader(features: readonly Feature[], columns: readonly number[], added: readonly string[] = []): ReadRow {
    const members = features.map((feature, i) => {
      const member = this.names[columns[i] ?? 0] ?? ''
      const reader = new CellReader({ ...feature, name: member })
      return { member, reader, quoted: this.codec.encode(JSON.stringify(member)) }
    })
    return (record): Read => {
      const object = objectIn(this.codec.decode(record))
      if (object === undefined) return { reason: 'it is not a JSON object' }
      const taken = added.find((name) => Object.hasOwn(object, name))
      if (taken !== undefined) return { reason: `it already has a member ${shown(taken)}` }
      const row: Cell[] = []
      for (const { member, reader, quoted } of members) {
        const value = reader.ofJson(Object.hasOwn(object, member) ? object[member] : undefined)
        if (value === undefined) return { reason: reader.problem(object[member]) }
        if (isTwice(record, quoted) && countMembers(this.codec.decode(record), member) > 1) {
          return { reason: `it has ${shown(member)} twice` }
        }
        row.push(value)
      }
      return { row }
    }
  }

  head(): string {
    return ''
  }

  /** One object on each line, also where the input is an array. */
  write(records: readonly string[], added: readonly string[], columns: readonly NewColumn[]): string {
    const names = added.map((name) => this.codec.encode(`,${JSON.stringify(name)}:`))
    const written = columns.map((column) => jsonTexts(column).map(this.codec.encode))
    let text = ''
    for (const [i, record] of records.entries()) {
      const members = record.slice(0, record.lastIndexOf('}'))
      let more = ''
      for (const [c, column] of written.entries()) more += `${names[c]}${column[i]}`
      text += `${members}${members.trimEnd().endsWith('{') ? more.slice(1) : more}}\n`
    }
    return text
  }

  writeWithout(record: string): string {
    return `${record}\n`
  }
}

function isTwice(record: string, quoted: string): boolean {
  return record.indexOf(quoted, record.indexOf(quoted) + 1) > record.indexOf(quoted)
}

function elementAt(text: string, start: number): string | undefined {
  if (text[start] === ']') return ''
  const end = endOfValue(text, start)
  return end === -1 ? undefined : text.slice(start, end)
}

function lineAt(text: string, start: number, isWhole: boolean): string | undefined {
  const length = text.slice(start).search(/[\r\n]/)
  if (length !== -1) return text.slice(start, start + length)
  return isWhole ? text.slice(start) : undefined
}

/** The number of the line that a place is on. */
const lineOf = (text: string, place: number) => (text.slice(0, place).match(/\r\n|\n|\r/g)?.length ?? 0) + 1

function objectIn(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
