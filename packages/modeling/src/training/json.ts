const WIDTH = 110

/**
 * Readable JSON: like `JSON.stringify(value, null, 2)`, but an array of plain values stays on one line
 * if it fits, as Biome formats it.
 */
export function printJson(value: unknown): string {
  return `${print(value, { indent: '', before: 0 })}\n`
}

/** `before`: the characters on the line beside the value, for the key and a comma. */
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

/** Undefined if an item is an object, which gets its own lines. */
function onOneLine(items: unknown[]): string | undefined {
  const parts = items.map((item) => {
    if (Array.isArray(item)) return onOneLine(item)
    return typeof item === 'object' && item !== null ? undefined : JSON.stringify(item)
  })
  return parts.includes(undefined) ? undefined : `[${parts.join(', ')}]`
}
