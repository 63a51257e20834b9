import { EXIT, type ExitCode, exitCodes } from '@sepal/command-line'
import { markdownTable } from './markdown-table.ts'

const rows = Object.entries(EXIT).map(([name, code]) => {
  // Object.entries forgets the names of the keys.
  const key = name as ExitCode
  return [String(code), exitCodes[key]]
})

/** The sections of docs/errors.md, by the names that mark them. */
export const errorsSections: Readonly<Record<string, string>> = {
  'exit-codes': markdownTable([['Code', 'Meaning'], ...rows]),
}
