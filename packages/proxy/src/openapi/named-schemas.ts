import { EXACTLY_ONE, EXPECTED, HINT, MEDIA_TYPES, SCHEMA_NAME } from '@sepal/server'

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

/** Collects named schemas and replaces them with references. */
export class NamedSchemas {
  readonly definitions: Record<string, Json> = {}

  /**
   * The schema of a request body: without our own keywords, and with a choice of words as an enumeration, which client
   * generators handle better than a union of constants.
   * @throws Error if two different schemas have the same name
   */
  ofRequest(schema: Json): Json {
    return this.#lift(schema, (keywords) => keywords)
  }

  /**
   * The schema of a response, to which fields may be added without breaking callers. (Elysia closes the schemas of a
   * route on its first request.)
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
      [EXACTLY_ONE]: hasOneProperty,
      ...keywords
    } = changed(schema)
    const lifted: Record<string, Json> = {}
    for (const [keyword, value] of Object.entries(keywords)) {
      if (value !== undefined) lifted[keyword] = this.#lift(value, changed)
    }
    // A `oneOf` would say the same, but generators of clients make a class of each choice.
    if (hasOneProperty) Object.assign(lifted, { minProperties: 1, maxProperties: 1 })
    const plain = this.#withDiscriminator(withEnumeration(lifted))
    return typeof name === 'string' ? this.#define(name, plain) : plain
  }

  /**
   * A choice by a discriminator, as client generators expect it: `oneOf` with a mapping from value to schema.
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
      throw new Error(`two different schemas are called ${name}`)
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
