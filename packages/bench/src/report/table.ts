export type Column<R> = {
  title: string
  value: (row: R) => string
  /** words align left, numbers right */
  isText?: boolean
}

/** A Markdown table that is also readable as text. */
export function markdownTable<R>(columns: readonly Column<R>[], rows: readonly R[]): string {
  const widths = columns.map(({ title, value }) =>
    Math.max(3, title.length, ...rows.map((row) => value(row).length)),
  )
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const aligned = (texts: readonly string[]) =>
    line(
      columns.map(({ isText = false }, i) => {
        const [text = '', width = 0] = [texts[i], widths[i]]
        return isText ? text.padEnd(width) : text.padStart(width)
      }),
    )
  return [
    aligned(columns.map(({ title }) => title)),
    line(
      columns.map(({ isText = false }, i) => {
        const dashes = '-'.repeat((widths[i] ?? 1) - 1)
        return isText ? `-${dashes}` : `${dashes}:`
      }),
    ),
    ...rows.map((row) => aligned(columns.map(({ value }) => value(row)))),
  ].join('\n')
}
