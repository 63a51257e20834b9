import { ArrayCutter } from './array-cutter.ts'
import { type Cutter, MAX_RECORD, type Position } from './blocks.ts'
import { CellReader } from './cells/cell-reader.ts'
import { type Codec, isMangled, NOT_UTF8 } from './codec.ts'
import { matchColumns } from './columns.ts'
import type { Cell, Feature } from './feature.ts'
import { afterSpace, countMembers, endOfValue } from './json-scanner.ts'
import { LineCutter } from './line-cutter.ts'
import { shown } from './shown.ts'
import { jsonTexts, type NewColumn, type Read, type ReadRow, type Table, type TableOptions } from './table.ts'
import { TableError } from './table-error.ts'

/** How many objects are searched for a feature that the first ones do not have. */
const MAX_LOOKED_AT = 100

type Options = Pick<TableOptions, 'features'> & { isWhole: boolean; codec: Codec }

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
   * The members of the first object are the columns, with those of further ones while a feature has none: an object
   * may leave out what may be missing.
   * @returns `undefined` when more text is needed
   * @throws TableError when it does not begin with an object
   */
  static open(
    text: string,
    format: 'ndjson' | 'json',
    { features, isWhole, codec }: Options,
  ): JsonTable | undefined {
    const mark = text.startsWith(codec.mark) ? codec.mark.length : 0
    const bracket = text.indexOf('[', mark)
    const opening = format === 'json' ? bracket + 1 : mark
    const before = text.slice(0, opening)
    const start = afterSpace(text, opening)
    const recordAt = (at: number) => (format === 'json' ? elementAt(text, at) : lineAt(text, at, isWhole))
    const mayGoOn = !isWhole && text.length <= MAX_RECORD
    const first = recordAt(start)
    if (first === undefined && mayGoOn) return undefined
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
    const names = new Set(Object.keys(object))
    let at = start + (first?.length ?? 0)
    for (let looked = 1; looked < MAX_LOOKED_AT && lacksAny(features, names); looked++) {
      at = afterSpace(text, at)
      const record = at === text.length ? undefined : recordAt(at)
      if (record === undefined && mayGoOn) return undefined
      if (record === undefined || record === '') break
      for (const name of Object.keys(objectIn(codec.decode(record)) ?? {})) names.add(name)
      at += record.length
    }
    return new JsonTable(
      format,
      [...names],
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
      return { feature, member, reader, quoted: this.codec.encode(JSON.stringify(member)) }
    })
    const known = new Set(this.names)
    return (record): Read => {
      const text = this.codec.decode(record)
      const object = objectIn(text)
      if (object === undefined) return { reason: 'it is not a JSON object' }
      const taken = added.find((name) => Object.hasOwn(object, name))
      if (taken !== undefined) return { reason: `it already has a member ${shown(taken)}` }
      const row: Cell[] = []
      for (const { feature, member, reader, quoted } of members) {
        const isThere = Object.hasOwn(object, member)
        const given = isThere ? object[member] : undefined
        if (typeof given === 'string' && given.includes('\u{fffd}') && isMangled(this.codec, record, text)) {
          return { reason: `${member} ${NOT_UTF8}` }
        }
        const value = reader.ofJson(given)
        if (value === undefined) return { reason: reader.problem(given) }
        if (isTwice(record, quoted) && countMembers(text, member) > 1) {
          return { reason: `it has ${shown(member)} twice` }
        }
        const other = isThere ? undefined : otherNameOf(feature, object, known)
        if (other !== undefined) {
          return {
            reason: `${member} is missing, but there is ${shown(other)}; expected one name in all objects`,
          }
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

const lacksAny = (features: Options['features'], names: ReadonlySet<string>) =>
  matchColumns(features, [...names]).some((match) => match.is === 'missing')

/** The feature under a name that only this object has: not a gap, but a slip. */
function otherNameOf(feature: Feature, object: object, known: ReadonlySet<string>): string | undefined {
  return Object.keys(object).find(
    (name) => !known.has(name) && matchColumns([feature], [name])[0]?.is !== 'missing',
  )
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
