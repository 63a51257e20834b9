import type { TSchema } from '@sinclair/typebox'
import type { ValueError } from '@sinclair/typebox/value'
import { nearest } from './nearest.ts'
import { EXACTLY_ONE, EXPECTED, HINT } from './schema-keywords.ts'

/** One sentence: where, what was found, what was expected. Long values are described, not repeated. */
export function violationDetail(violation: ValueError | undefined, where: string): string {
  if (violation === undefined) return `the ${where} does not have the expected shape`
  const { path, message, value, schema } = violation
  const place = path === '' ? (schema.title ?? `the ${where}`) : fieldOf(path)
  if (message === 'Unexpected property') return unknownField(place, schema, where)
  if (message === 'Expected required property') return `${place} is missing`
  const advice = bodyAdvice(violation) ?? rowAdvice(violation) ?? tooManyAdvice(value, schema)
  return `${place} is ${describe(value)}, expected ${expectation(schema, message)}${advice}`
}

/** How many violations are searched for a misspelt name: a body may have thousands. */
const MAX_LOOKED_AT = 100

/** The first violation; if a field is missing, preferably that of a field beside it with a similar name. */
export function firstOrMisspelt(violations: Iterable<ValueError>): ValueError | undefined {
  let missing: ValueError | undefined
  let left = MAX_LOOKED_AT
  for (const violation of violations) {
    if (missing === undefined) {
      if (violation.message !== 'Expected required property') return violation
      missing = violation
    }
    if (isMisspelt(violation, missing)) return violation
    if (--left === 0) break
  }
  return missing
}

function isMisspelt({ message, path }: ValueError, missing: ValueError): boolean {
  const [parent, name] = parted(path)
  const [of, sought] = parted(missing.path)
  return message === 'Unexpected property' && parent === of && nearest(name, [sought]) !== undefined
}

function parted(path: string): [parent: string, name: string] {
  const at = path.lastIndexOf('/')
  return [path.slice(0, at), path.slice(at + 1)]
}

function unknownField(place: string, schema: TSchema, where: string): string {
  const known = Object.keys(schema.properties ?? {})
  const near = nearest(place.slice(place.lastIndexOf('.') + 1), known)
  const what = where === 'query' ? 'query parameter' : 'field'
  if (near !== undefined) return `${place} is not a known ${what}; did you mean ${near}?`
  return `${place} is not a known ${what}${schema[EXACTLY_ONE] ? `; expected ${known.join(' or ')}` : ''}`
}

/** Advice for rows that are the body, rather than in it. */
function bodyAdvice({ value, schema }: ValueError): string | undefined {
  const areRows = schema[EXACTLY_ONE] && Array.isArray(value) && value.length > 0
  return areRows ? `; put the rows in one, as ${Object.keys(schema.properties).join(' or ')}` : undefined
}

const ARRAY_ROWS = '; put brackets around each row, as in [[…], […]]'
const NAMED_ROWS = '; write each row as an object, as in [{…}, {…}]'

/** Advice for a row, or its values, in place of an array of rows; the violation is at the rows or the first value. */
function rowAdvice({ value, schema, path }: ValueError): string | undefined {
  const isFirst = /[/]\d+$/.test(path)
  if (schema.type === 'object') return isFirst && isRowOfCells(value) ? NAMED_ROWS : undefined
  if (schema.type !== 'array') return undefined
  const row = schema.items?.type
  if (row === 'array' && isCells(value)) return ARRAY_ROWS
  if (row === 'object' && (isCells(value) || isObject(value))) return NAMED_ROWS
  return isFirst && isCell(value) ? ARRAY_ROWS : undefined
}

const isRowOfCells = (value: unknown) => isCell(value) || isCells(value)
const isCells = (value: unknown) => Array.isArray(value) && value.length > 0 && value.every(isCell)
const isObject = (value: unknown) => typeof value === 'object' && value !== null && !Array.isArray(value)
const isCell = (value: unknown) => typeof value !== 'object' || value === null

function tooManyAdvice(value: unknown, schema: TSchema): string {
  const isTooLong = Array.isArray(value) && value.length > schema.maxItems
  return isTooLong && typeof schema[HINT] === 'string' ? `; ${schema[HINT]}` : ''
}

/** `/data/0/2` as `data[0][2]`; long names that the caller chose are cut. */
function fieldOf(path: string): string {
  return path
    .slice(1, 80)
    .replace(/\/(\d+)/g, '[$1]')
    .replaceAll('/', '.')
}

function describe(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return value.length > 40 ? `text of ${value.length} characters` : `the text ${JSON.stringify(value)}`
    case 'object':
      if (value === null) return 'null'
      return Array.isArray(value) ? `an array of ${value.length}` : 'an object'
    case 'undefined':
      return 'missing'
    default:
      return String(value)
  }
}

function expectation(schema: TSchema, message: string): string {
  const { type, minItems = 0, maxItems, anyOf = [] } = schema
  if (typeof schema[EXPECTED] === 'string') return schema[EXPECTED]
  // Elysia parses query text according to its schema, and turns that into a union with text.
  const wanted: TSchema | undefined = anyOf.find((choice: TSchema) => choice.type && choice.type !== 'string')
  if (wanted) return expectation(wanted, message)
  if (type === 'array' && (minItems > 0 || maxItems !== undefined)) {
    return minItems === maxItems
      ? `an array of ${minItems}`
      : `an array of ${minItems} to ${maxItems ?? 'many'}`
  }
  if (type === 'array' || type === 'object') return `an ${type}`
  if (type === 'boolean') return 'true or false'
  if (type === 'number' && schema.maximum <= 1) return `a number from ${schema.minimum} to ${schema.maximum}`
  // Numbers in a body become float32; spelling out the bounds would not help.
  if (type === 'number') return 'a finite number that fits float32'
  return message.replace(/^Expected /, '').toLowerCase()
}
