import { type Difference, differences, type Fitting, type Schema } from './schema-fit.ts'

/** A difference of the wire. An addition does not affect existing callers. */
export type Change = { kind: 'breaking' | 'addition'; what: string }

type Parameter = { readonly $ref?: string; name?: string; in?: string; required?: boolean; schema?: Schema }
type Media = { schema?: Schema; 'x-item-schema'?: Schema }
type Content = Readonly<Record<string, Media>>
type Operation = {
  parameters?: readonly Parameter[]
  requestBody?: { content: Content }
  responses: Readonly<Record<string, { content?: Content }>>
}
/** The parts of an OpenAPI document that are compared. */
export type WireDocument = {
  info: { version: string }
  paths: Readonly<Record<string, Readonly<Record<string, Operation>>>>
  components: {
    schemas: Readonly<Record<string, Schema>>
    parameters?: Readonly<Record<string, Parameter>>
  }
}

/** The differences that callers of `released` meet in `now`. */
export function changesBetween(released: WireDocument, now: WireDocument): Change[] {
  const before = operationsOf(released)
  const after = operationsOf(now)
  const changes: Change[] = []
  for (const [name, operation] of before) {
    const same = after.get(name)
    if (same) changes.push(...new Comparison(released, now, name).operations(operation, same))
    else changes.push({ kind: 'breaking', what: `${name} is gone` })
  }
  for (const name of after.keys()) {
    if (!before.has(name)) changes.push({ kind: 'addition', what: `${name} is new` })
  }
  // A difference in several media types or choices is reported once.
  return [...new Map(changes.map((change) => [change.what, change])).values()]
}

function operationsOf({ paths }: WireDocument): Map<string, Operation> {
  return new Map(
    Object.entries(paths).flatMap(([path, methods]) =>
      Object.entries(methods).map(
        ([method, operation]) => [`${method.toUpperCase()} ${path}`, operation] as const,
      ),
    ),
  )
}

class Comparison {
  constructor(
    private readonly released: WireDocument,
    private readonly now: WireDocument,
    private readonly name: string,
  ) {}

  operations(before: Operation, after: Operation): Change[] {
    return [
      ...this.#parameters(before.parameters ?? [], after.parameters ?? []),
      ...this.#requests(before.requestBody?.content ?? {}, after.requestBody?.content ?? {}),
      ...this.#answers(before.responses, after.responses),
    ]
  }

  #parameters(before: readonly Parameter[], after: readonly Parameter[]): Change[] {
    const old = this.#named(before, this.released)
    const current = this.#named(after, this.now)
    const changes = [...old].flatMap(([name, { schema }]) => {
      const other = current.get(name)
      if (!other) return [this.#breaking(`no longer takes ${name}`)]
      return this.#sent(schema ?? {}, other.schema ?? {}, name)
    })
    for (const [name, { required = false }] of current) {
      if (required && old.get(name)?.required !== true) changes.push(this.#breaking(`requires ${name}`))
      else if (!old.has(name)) changes.push(this.#addition(`takes ${name}`))
    }
    return changes
  }

  #named(parameters: readonly Parameter[], { components }: WireDocument): Map<string, Parameter> {
    const found = parameters.map((parameter) =>
      parameter.$ref ? (components.parameters?.[lastOf(parameter.$ref)] ?? parameter) : parameter,
    )
    return new Map(found.map((parameter) => [`${parameter.in} ${parameter.name}`, parameter]))
  }

  #requests(before: Content, after: Content): Change[] {
    return this.#contents(before, after, 'body', (old, current, at) => this.#sent(old, current, at))
  }

  #answers(before: Operation['responses'], after: Operation['responses']): Change[] {
    const changes = Object.entries(before).flatMap(([status, { content = {} }]) => {
      const other = after[status]
      if (other === undefined) return isError(status) ? [] : [this.#breaking(`has no ${status} any more`)]
      return this.#contents(content, other.content ?? {}, status, (old, current, at) =>
        this.#received(old, current, at),
      )
    })
    const added = Object.keys(after).filter((status) => !(status in before))
    return [...changes, ...added.map((status) => this.#addition(`may answer with ${status}`))]
  }

  #contents(
    before: Content,
    after: Content,
    at: string,
    compare: (old: Schema, current: Schema, at: string) => Change[],
  ): Change[] {
    const changes = Object.entries(before).flatMap(([type, media]) => {
      const other = after[type]
      return other
        ? compare(schemaOf(media), schemaOf(other), at)
        : [this.#breaking(`${at} is no ${type} any more`)]
    })
    const added = Object.keys(after).filter((type) => !(type in before))
    return [...changes, ...added.map((type) => this.#addition(`${at} may be ${type}`))]
  }

  /** What callers send must still be accepted. */
  #sent(old: Schema, current: Schema, at: string): Change[] {
    const back: Fitting = { inner: this.#released, outer: this.#now, isAnswer: false, openTexts: 'none' }
    const refused = differences(old, current, back, at)
    if (refused.length > 0) return refused.map(said).map(this.#breaking)
    const forth: Fitting = { inner: this.#now, outer: this.#released, isAnswer: true, openTexts: 'none' }
    return differences(current, old, forth, at).map(said).map(this.#addition)
  }

  /**
   * Answers must stay within what callers know. Errors may get new codes, also those of single classifiers in a partial
   * answer, as callers must handle unknown ones.
   */
  #received(old: Schema, current: Schema, at: string): Change[] {
    const forth: Fitting = {
      inner: this.#now,
      outer: this.#released,
      isAnswer: true,
      openTexts: isError(at) ? 'all' : 'errors',
    }
    const strange = differences(current, old, forth, at)
    if (strange.length > 0) return strange.map(said).map(this.#breaking)
    const back: Fitting = { inner: this.#released, outer: this.#now, isAnswer: true, openTexts: 'none' }
    return [
      ...differences(current, old, { ...forth, openTexts: 'none' }, at).map(said),
      ...differences(old, current, back, at).map((found) => `${found.at} says more than before`),
    ].map(this.#addition)
  }

  readonly #released = (ref: string) => schemaAt(this.released, ref)
  readonly #now = (ref: string) => schemaAt(this.now, ref)
  readonly #breaking = (what: string): Change => ({ kind: 'breaking', what: `${this.name}: ${what}` })
  readonly #addition = (what: string): Change => ({ kind: 'addition', what: `${this.name}: ${what}` })
}

const said = ({ at, why }: Difference) => `${at} ${why}`

const isError = (status: string) => Number.parseInt(status, 10) >= 400

/** The events of a stream. */
const schemaOf = (media: Media): Schema => media['x-item-schema'] ?? media.schema ?? {}

const lastOf = (ref: string) => ref.slice(ref.lastIndexOf('/') + 1)

function schemaAt({ components }: WireDocument, ref: string): Schema {
  const schema = components.schemas[lastOf(ref)]
  if (schema === undefined) throw new Error(`the document has no ${ref}`)
  return schema
}
