import { type Codec, plainText } from './codec.ts'
import { CsvTable } from './csv-table.ts'
import { JsonTable } from './json-table.ts'
import { refuseOtherFiles } from './other-files.ts'
import type { Table, TableOptions } from './table.ts'
import { TableError } from './table-error.ts'

export type OpenOptions = TableOptions & {
  /** whether the text ends here, or more of it follows */
  isWhole: boolean
  /** by the first characters unless it is given */
  format?: 'csv' | 'ndjson'
  codec?: Codec
}

/**
 * Opens a table by the beginning of its text, which needs its first record: the header of a CSV, or the first JSON
 * object.
 * @returns `undefined` when more text is needed
 * @throws TableError saying what the text is instead, or what is wrong with it
 */
export function openTable(text: string, options: OpenOptions): Table | undefined {
  const { isWhole, codec = plainText, format } = options
  refuseOtherFiles(text)
  const start = text.startsWith(codec.mark) ? codec.mark.length : 0
  const content = text.slice(start, start + 1000).trimStart()
  if (content === '') {
    if (!isWhole && text.length < 1_048_576) return undefined
    throw new TableError('it is empty')
  }
  if (format !== 'csv' && /^\[\s*(?:[{[\]]|$)/.test(content))
    return JsonTable.open(text, 'json', { ...options, codec })
  if (format === 'ndjson' || (format === undefined && content.startsWith('{'))) {
    return JsonTable.open(text, 'ndjson', { ...options, codec })
  }
  return CsvTable.open(text, isWhole, codec, options)
}
