import { EXPECTED, HINT, MEDIA_TYPES, SCHEMA_NAME } from '@sepal/server'

/** A JSON value. */
export type Json =
  | null
  | boolean
  | number
  | string
  | readonly Json[]
  | { readonly [key: string]: Json | undefined }
export type JsonObject = { readonly [key: string]: Json | undefined }

const PREFIX = '#/components/schemas/'

/** Collects the schemas that have a name of their own, and leaves a reference in their place. */
export class NamedSchemas {
  readonly definitions: Record<string, Json> = {}

  /**
   * The schema of what comes in, as a document has it: without the keywords that are ours alone, and a choice of words
   * as an enumeration, which generators of clients know better than a union of constants.
   * @throws Error when two schemas that differ have the same name
   */
  ofRequest(schema: Json): Json {
    return this.#lift(schema, (keywords) => keywords)
  }

  /**
   * The same of what goes out, where fields may be added without breaking who relies on it. (Elysia closes the schemas
   * of a route when its first request comes.)
   */
  ofAnswer(schema: Json): Json {
    return this.#lift(schema, ({ additionalProperties: _, ...keywords }) => keywords)
  }

  #lift(schema: Json, changed: (keywords: JsonObject) => JsonObject): Json {
    if (Array.isArray(schema)) return schema.map((item: Json) => this.#lift(item, changed))
    if (!isObject(schema)) return schema
    const {
      [SCHEMA_NAME]: name,
      [MEDIA_TYPES]: _types,
      [HINT]: _hint,
      [EXPECTED]: _expected,
      ...keywords
    } = changed(schema)
    const lifted: Record<string, Json> = {}
    for (const [keyword, value] of Object.entries(keywords)) {
      if (value !== undefined) lifted[keyword] = this.#lift(value, changed)
    }
    const plain = this.#withDiscriminator(withEnumeration(lifted))
    return typeof name === 'string' ? this.#define(name, plain) : plain
  }

  /**
   * A choice that a property decides, as generators of clients want it: `oneOf`, and which value leads to which schema.
   * (https://spec.openapis.org/oas/v3.1.1.html#discriminator-object)
   */
  #withDiscriminator({ anyOf, discriminator, ...schema }: JsonObject): JsonObject {
    if (!Array.isArray(anyOf) || !isObject(discriminator)) return { ...schema, ...(anyOf && { anyOf }) }
    const { propertyName } = discriminator
    const mapping = anyOf.map((choice: Json): [string, Json] => {
      const { $ref = '' } = isObject(choice) ? choice : {}
      const definition = this.definitions[String($ref).slice(PREFIX.length)]
      const properties = isObject(definition) ? definition.properties : undefined
      const property = isObject(properties) ? properties[String(propertyName)] : undefined
      return [String(isObject(property) ? property.const : ''), $ref]
    })
    return { ...schema, oneOf: anyOf, discriminator: { propertyName, mapping: Object.fromEntries(mapping) } }
  }

  #define(name: string, schema: JsonObject): Json {
    const known = this.definitions[name]
    if (known !== undefined && !Bun.deepEquals(known, schema)) {
      throw new Error(`two schemas that differ are both called ${name}`)
    }
    this.definitions[name] = schema
    return { $ref: `${PREFIX}${name}` }
  }
}

function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** `anyOf: [{ const: 'a' }, …]` as `enum: ['a', …]`. */
function withEnumeration({ anyOf, ...schema }: JsonObject): JsonObject {
  if (!Array.isArray(anyOf)) return anyOf === undefined ? schema : { anyOf, ...schema }
  const words = anyOf.map((choice: Json) => (isObject(choice) ? choice.const : undefined))
  const isChoice = words.every((word) => typeof word === 'string')
  return isChoice ? { ...schema, type: 'string', enum: words } : { ...schema, anyOf }
}
