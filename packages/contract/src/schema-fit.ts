/** A JSON Schema, as far as the wire uses it. */
export type Schema = { readonly [keyword: string]: unknown }

/** Annotations, and the events of a stream, which are compared separately. */
const annotations = new Set([
  'title',
  'description',
  'example',
  'examples',
  'default',
  'x-item-schema',
  'discriminator',
])
const compared = new Set([
  ...[
    '$ref',
    'type',
    'const',
    'enum',
    'anyOf',
    'oneOf',
    'properties',
    'required',
    'additionalProperties',
    'patternProperties',
    'items',
  ],
  ...['minimum', 'maximum', 'minItems', 'maxItems', 'minLength', 'pattern', 'minProperties', 'maxProperties'],
])

/** Where a schema does not fit, and why. */
export type Difference = { at: string; why: string }

/** How two schemas are compared. */
export type Fitting = {
  /** resolves `$ref` of the inner and the outer schema */
  inner: (ref: string) => Schema
  outer: (ref: string) => Schema
  /** whether properties of `outer` must still exist: in an answer, not in a request */
  isAnswer: boolean
  /** which enumerations of texts may get new values: all, those below an `error`, or none */
  openTexts: 'all' | 'errors' | 'none'
}

/**
 * Why some value of `inner` is not a value of `outer`; empty when all are. It is strict: it reports what it cannot
 * decide, and two objects differ where one lacks what the other promises.
 * @throws Error for an unknown keyword
 */
export function differences(inner: Schema, outer: Schema, how: Fitting, at = ''): Difference[] {
  const a = resolved(inner, how.inner)
  const b = resolved(outer, how.outer)
  for (const keyword of [...Object.keys(a), ...Object.keys(b)]) {
    if (!annotations.has(keyword) && !compared.has(keyword)) throw new Error(`cannot compare "${keyword}"`)
  }
  const choices = choicesOf(a)
  const others = choicesOf(b)
  if (choices || others) {
    const mine = choices ?? [a]
    const theirs = others ?? [b]
    return [
      ...mine.flatMap((choice) => nearest(theirs.map((other) => differences(choice, other, how, at)))),
      ...(how.isAnswer ? goneChoices(mine, theirs, how, at) : []),
    ]
  }
  return [...values(a, b, how, at), ...bounds(a, b, at), ...members(a, b, how, at), ...items(a, b, how, at)]
}

/** The choices of a schema. Those of `oneOf` may say no more than which properties an object must have. */
function choicesOf({ oneOf, ...schema }: Schema): readonly Schema[] | undefined {
  return (
    schemas(schema.anyOf) ??
    schemas(oneOf)?.map((choice) => (isOnlyRequired(choice) ? { ...schema, ...choice } : choice))
  )
}

const isOnlyRequired = (schema: Schema) => Object.keys(schema).every((keyword) => keyword === 'required')

/**
 * The kinds of objects that were among the choices, and that none of the present ones is any more: one of them may fit
 * another choice, which promises less, and lack what callers read of this one.
 */
function goneChoices(
  mine: readonly Schema[],
  theirs: readonly Schema[],
  how: Fitting,
  at: string,
): Difference[] {
  return theirs
    .filter((other) => resolved(other, how.outer).type === 'object')
    .flatMap((other) => nearest(mine.map((choice) => differences(choice, other, how, at))))
}

/** Empty if one of several fits; otherwise the faults of the nearest one, each counted once. */
function nearest(tries: readonly (readonly Difference[])[]): readonly Difference[] {
  const count = (found: readonly Difference[]) => new Set(found.map(({ at, why }) => `${at} ${why}`)).size
  return tries.toSorted((one, other) => count(one) - count(other))[0] ?? []
}

function resolved(schema: Schema, follow: (ref: string) => Schema): Schema {
  return typeof schema.$ref === 'string' ? resolved(follow(schema.$ref), follow) : schema
}

function values(a: Schema, b: Schema, { openTexts }: Fitting, at: string): Difference[] {
  const mine = valuesOf(a)
  const theirs = valuesOf(b)
  if (theirs) {
    const isOpen = openTexts === 'all' && theirs.every((value) => typeof value === 'string')
    if (mine && isOpen) return []
    const extra = mine?.filter((value) => !theirs.includes(value)) ?? ['anything']
    return extra.length === 0 ? [] : [{ at, why: `may be ${extra.join(', ')}` }]
  }
  const type = mine ? typeof mine[0] : a.type
  const fits = b.type === undefined || type === b.type || (type === 'integer' && b.type === 'number')
  return fits ? [] : [{ at, why: `is ${type ?? 'anything'}, not ${b.type}` }]
}

function valuesOf(schema: Schema): readonly unknown[] | undefined {
  if ('const' in schema) return [schema.const]
  return Array.isArray(schema.enum) ? schema.enum : undefined
}

function bounds(a: Schema, b: Schema, at: string): Difference[] {
  const beyond = (keyword: string, isWider: (mine: number, theirs: number) => boolean) => {
    const [mine, theirs] = [withPropertyCount(a)[keyword], b[keyword]]
    if (typeof theirs !== 'number' || 'const' in a) return []
    const isKept = typeof mine === 'number' && !isWider(mine, theirs)
    return isKept ? [] : [{ at, why: `has ${keyword} ${mine ?? 'none'}, not ${theirs}` }]
  }
  const less = (mine: number, theirs: number) => mine < theirs
  const more = (mine: number, theirs: number) => mine > theirs
  return [
    ...['minimum', 'minItems', 'minLength', 'minProperties'].flatMap((keyword) => beyond(keyword, less)),
    ...['maximum', 'maxItems', 'maxProperties'].flatMap((keyword) => beyond(keyword, more)),
    ...(b.pattern === undefined || a.pattern === b.pattern ? [] : [{ at, why: 'has another pattern' }]),
  ]
}

/** How many properties an object has, where that follows from which there are. */
function withPropertyCount(schema: Schema): Schema {
  if (schema.type !== 'object') return schema
  const isClosed = schema.additionalProperties === false
  return {
    minProperties: names(schema.required).length,
    ...(isClosed && { maxProperties: properties(schema).size }),
    ...schema,
  }
}

function members(a: Schema, b: Schema, how: Fitting, at: string): Difference[] {
  if (b.type !== 'object' || a.type !== 'object') return []
  const mine = properties(a)
  const theirs = properties(b)
  const wrong: Difference[] = names(b.required)
    .filter((name) => !names(a.required).includes(name))
    .map((name) => ({ at: `${at}.${name}`, why: 'may be missing' }))
  if (b.additionalProperties === false) {
    wrong.push(
      ...[...mine.keys()]
        .filter((name) => !theirs.has(name))
        .map((name) => ({ at: `${at}.${name}`, why: 'is not taken' })),
    )
    if (a.additionalProperties !== false) wrong.push({ at, why: 'may have anything else' })
  }
  for (const [name, theirSchema] of theirs) {
    const mySchema = mine.get(name)
    const below: Fitting = name === 'error' && how.openTexts === 'errors' ? { ...how, openTexts: 'all' } : how
    if (mySchema) wrong.push(...differences(mySchema, theirSchema, below, `${at}.${name}`))
    else if (how.isAnswer) wrong.push({ at: `${at}.${name}`, why: 'is gone' })
  }
  return [...wrong, ...anyMembers(a, b, how, at)]
}

/** Members of any name, which all have one schema. */
function anyMembers(a: Schema, b: Schema, how: Fitting, at: string): Difference[] {
  const theirs = anyMember(b)
  if (theirs === undefined) return []
  const mine = anyMember(a)
  if (mine === undefined) return [{ at: `${at}[name]`, why: 'may be anything' }]
  return differences(mine, theirs, how, `${at}[name]`)
}

function anyMember({ patternProperties }: Schema): Schema | undefined {
  return isSchema(patternProperties) ? Object.values(patternProperties).find(isSchema) : undefined
}

function items(a: Schema, b: Schema, how: Fitting, at: string): Difference[] {
  if (!isSchema(b.items)) return []
  return isSchema(a.items)
    ? differences(a.items, b.items, how, `${at}[]`)
    : [{ at: `${at}[]`, why: 'may be anything' }]
}

const isSchema = (value: unknown): value is Schema =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const schemas = (value: unknown): Schema[] | undefined =>
  Array.isArray(value) ? value.filter(isSchema) : undefined

const names = (value: unknown): string[] => (Array.isArray(value) ? value.map(String) : [])

function properties({ properties: all }: Schema): ReadonlyMap<string, Schema> {
  const entries = isSchema(all) ? Object.entries(all) : []
  return new Map(entries.flatMap(([name, schema]) => (isSchema(schema) ? [[name, schema] as const] : [])))
}
