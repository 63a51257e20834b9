/** What stands for a placeholder: a piece of a line, or whole lines. */
export type Values = Readonly<Record<string, string | readonly string[]>>

/**
 * Fills in the placeholders of a template: `$NAME` within a line, and `$LINES` on a line of its own, whose indentation
 * each line gets. Docker's own variables have braces, as in `${TAG}`.
 */
export function filled(template: string, values: Values): string {
  const wordOf = (name: string) => {
    const value = values[name]
    if (value === undefined) throw new Error(`the template has an unknown placeholder $${name}`)
    return value
  }
  return template
    .replace(/^( *)\$([A-Z]+)\n/gm, (_, indent: string, name: string) =>
      [wordOf(name)]
        .flat()
        .map((line) => (line === '' ? '\n' : `${indent}${line}\n`))
        .join(''),
    )
    .replace(/\$([A-Z]+)/g, (_, name: string) => [wordOf(name)].flat().join('\n'))
}

/** A name as YAML: `on` and `null` would be something else without quotes. */
export function scalar(name: string): string {
  return Bun.YAML.stringify(name)
}
