import type { Findings } from '../findings.ts'
import { type Table, tablesOf } from './tables.ts'

/** What was found, for a terminal: a heading and an aligned table for each subject. */
export function terminalReport(findings: Findings): string {
  return `${tablesOf(findings).map(tableText).join('\n\n')}\n`
}

function tableText({ title, note, head, rows }: Table): string {
  const all = head.some((cell) => cell !== '') ? [head, ...rows] : rows
  const widths = head.map((_, column) => Math.max(...all.map((row) => (row[column] ?? '').length)))
  // Names to the left, figures to the right.
  const cell = (text: string, column: number) =>
    column === 0 || head[0] === '' ? text.padEnd(widths[column] ?? 0) : text.padStart(widths[column] ?? 0)
  const lines = all.map((row) => `  ${row.map(cell).join('  ')}`.trimEnd())
  return [title, ...(note === undefined ? [] : [`  ${note}`]), ...lines].join('\n')
}
