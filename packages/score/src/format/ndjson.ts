import type { BadLine, Position } from '../input/blocks.ts'
import { BYTE_ORDER_MARK, fromBytes, toBytes } from './bytes.ts'
import { checkNewColumns, columnsOf, type Feature } from './columns.ts'
import { type Column, type Format, jsonTexts, type Read } from './format.ts'
import { isScorable, shown } from './number.ts'

export type NdjsonOptions = {
  features: readonly Feature[]
  added: readonly string[]
  chosen: ReadonlyMap<string, string>
}

/** A JSON object on each line, with a member for each feature. */
export class Ndjson implements Format {
  readonly name = 'ndjson'
  readonly head = ''
  readonly begin: Position
  /** the member of each feature, found in the first object */
  #members: readonly string[] | undefined

  constructor(
    text: string,
    private readonly options: NdjsonOptions,
  ) {
    this.begin = { offset: text.startsWith(BYTE_ORDER_MARK) ? BYTE_ORDER_MARK.length : 0, line: 0 }
  }

  isOpenAfter(): boolean {
    return false
  }

  /** @throws UsageError when the first object does not have every feature */
  read(record: string): Read {
    const object = objectIn(record)
    if (object === undefined) return { reason: 'it is not a JSON object' }
    this.#members ??= this.#membersOf(object)
    const taken = this.options.added.find((name) => name in object)
    if (taken !== undefined) return { reason: `it has a member ${shown(taken)} already` }
    const row: number[] = []
    for (const member of this.#members) {
      const value = object[member]
      if (typeof value !== 'number' || !isScorable(value)) {
        return { reason: `${member} is ${shown(value)}, expected a finite number that fits float32` }
      }
      row.push(value)
    }
    return { row }
  }

  write(records: readonly string[], columns: readonly Column[]): string {
    const names = this.options.added.map((name) => toBytes(`,${JSON.stringify(name)}:`))
    const written = columns.map(jsonTexts)
    let text = ''
    for (const [i, record] of records.entries()) {
      text += record.slice(0, record.lastIndexOf('}'))
      for (const [c, column] of written.entries()) text += `${names[c]}${column[i]}`
      text += '}\n'
    }
    return text
  }

  writeBad(bad?: BadLine): string {
    if (bad === undefined) return ''
    const { start, reason, text } = bad
    return `${toBytes(JSON.stringify({ line: start.line + 1, reason, text: fromBytes(text) }))}\n`
  }

  #membersOf(object: Record<string, unknown>): string[] {
    const { features, added, chosen } = this.options
    const members = Object.keys(object)
    checkNewColumns(added, members)
    return columnsOf(features, members, chosen).map((column) => members[column] ?? '')
  }
}

function objectIn(record: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(fromBytes(record))
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
