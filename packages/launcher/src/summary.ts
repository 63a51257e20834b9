import { combinationOf, type Manifest } from '@sepal/ensemble'
import { addressOf } from './address.ts'
import type { SupervisedChild } from './supervised-child.ts'

export type Summarised = {
  manifest: Pick<Manifest, 'name' | 'sample' | 'classifiers' | 'combine'>
  children: readonly Pick<SupervisedChild, 'label' | 'spec' | 'port' | 'pid'>[]
  url: string
  /** classifiers in the proxy's process */
  together: readonly string[]
  /** address of the web console; undefined when it is switched off */
  consoleUrl: string | undefined
}

/** A table of what runs where, the console's address and a request to paste. */
export function summaryOf(
  { manifest, children, url, together, consoleUrl }: Summarised,
  startMs: number,
): string {
  const rows = [
    ...together.map((name) => [name, 'here', "in the proxy's process"]),
    ...children.map(({ label, spec, port, pid }) => [label, addressOf(spec.host, port), `pid ${pid}`]),
  ]
  const { route } = combinationOf(manifest)
  const path = route === undefined ? '/predict' : `/predict/${route}`
  const body = JSON.stringify({ data: [Object.values(manifest.sample)] })
  return `
${manifest.name} is ready after ${(startMs / 1000).toFixed(2)} s

${table(rows)}
${consoleUrl === undefined ? '' : `\n  The console is at ${consoleUrl}\n`}
  curl ${url}${path} -H 'content-type: application/json' -d '${body}'
`
}

/** Rows with their columns aligned. */
function table(rows: readonly (readonly string[])[]): string {
  const widths: number[] = []
  for (const row of rows) {
    row.forEach((cell, column) => {
      widths[column] = Math.max(widths[column] ?? 0, cell.length)
    })
  }
  const lines = rows.map((row) => row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  '))
  return lines.map((line) => `  ${line.trimEnd()}`).join('\n')
}
