const WIDTH = 110

/**
 * JSON to be read by people: like `JSON.stringify(value, null, 2)`, but an array of plain values stays on one line
 * where it fits. It is also what Biome, which formats this repository, would print.
 */
export function printJson(value: unknown): string {
  return `${print(value, { indent: '', before: 0 })}\n`
}

/** `before`: how many characters stand before the value on its line, and after it, for the key and a comma. */
type Place = { indent: string; before: number }

function print(value: unknown, { indent, before }: Place): string {
  if (typeof value !== 'object' || value === null) return JSON.stringify(value)
  const inner = `${indent}  `
  if (Array.isArray(value)) {
    const line = onOneLine(value)
    if (line !== undefined && before + line.length <= WIDTH) return line
    const items = value.map((item) => inner + print(item, { indent: inner, before: inner.length + 1 }))
    return `[\n${items.join(',\n')}\n${indent}]`
  }
  const members = Object.entries(value).map(([key, member]) => {
    const start = `${inner}${JSON.stringify(key)}: `
    return start + print(member, { indent: inner, before: start.length + 1 })
  })
  return `{\n${members.join(',\n')}\n${indent}}`
}

/** Nothing when an object is among the items: an object gets lines of its own. */
function onOneLine(items: unknown[]): string | undefined {
  const parts = items.map((item) => {
    if (Array.isArray(item)) return onOneLine(item)
    return typeof item === 'object' && item !== null ? undefined : JSON.stringify(item)
  })
  return parts.includes(undefined) ? undefined : `[${parts.join(', ')}]`
}
