/** JSON of a number; null for one that JSON has no form for. */
export function numberText(value: number): string {
  return Number.isFinite(value) ? `${value}` : 'null'
}

/** `,"key":`, the start of a further member of a record. */
export function memberStart(key: string): string {
  return `,${JSON.stringify(key)}:`
}

/** Keys come from a user's own module too, which may make a new one for each row. */
const MAX_KNOWN = 1000
const known = new Map<string, string>()

function knownStart(key: string): string {
  const seen = known.get(key)
  if (seen !== undefined) return seen
  const start = memberStart(key)
  if (known.size < MAX_KNOWN) known.set(key, start)
  return start
}

/**
 * Members for a value: one for each leaf of nested objects, with their keys joined by dots, so that a table reads each
 * as a column. Arrays stay in one piece.
 */
export function flatMembers(key: string, value: unknown): string {
  if (typeof value === 'number') return knownStart(key) + numberText(value)
  if (value === undefined) return ''
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return knownStart(key) + JSON.stringify(value)
  }
  let text = ''
  for (const [name, part] of Object.entries(value)) text += flatMembers(`${key}.${name}`, part)
  return text
}
