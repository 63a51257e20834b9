/** Levels of arrays and objects; more are taken for a cycle. */
const MAX_DEPTH = 64

/** What in a value is no JSON, in words: JSON.stringify would leave it out, change it or throw. */
export function jsonFault(value: unknown, depth = 0): string | undefined {
  switch (typeof value) {
    case 'string':
    case 'boolean':
      return undefined
    case 'number':
      return Number.isFinite(value) ? undefined : String(value)
    case 'object':
      return value === null ? undefined : membersFault(value, depth)
    case 'undefined':
      return 'undefined'
    default:
      return `a ${typeof value}`
  }
}

function membersFault(value: object, depth: number): string | undefined {
  if (depth >= MAX_DEPTH) return `more than ${MAX_DEPTH} levels`
  if (value instanceof Promise) return 'a Promise'
  if (Array.isArray(value)) return firstFault(value, depth)
  const prototype: unknown = Object.getPrototypeOf(value)
  if (prototype !== Object.prototype && prototype !== null) return `a ${value.constructor.name}`
  if ('toJSON' in value) return 'an object with toJSON'
  return firstFault(Object.values(value), depth)
}

function firstFault(members: readonly unknown[], depth: number): string | undefined {
  for (const member of members) {
    const fault = jsonFault(member, depth + 1)
    if (fault !== undefined) return fault
  }
  return undefined
}
