import { type TProperties, type TSchema, Type } from '@sinclair/typebox'

/**
 * An object of which exactly one of some keys says what it is, as `{ "number": {} }`: an import of JSON keeps keys as
 * literal types and widens all values. `beside` may be there whatever the tag is.
 * TypeBox does not look at `oneOf`; it is for editors, and `tagOf` is for us.
 */
export function oneTag(tags: Record<string, TSchema>, beside: TProperties = {}, description?: string) {
  const optional = Object.entries(tags).map(([tag, schema]) => [tag, Type.Optional(schema)] as const)
  return Type.Object(
    { ...Object.fromEntries(optional), ...beside },
    {
      additionalProperties: false,
      oneOf: Object.keys(tags).map((tag) => ({ required: [tag] })),
      ...(description !== undefined && { description }),
    },
  )
}

/** The tags that an object has. */
export function tagsIn(entry: object, tags: readonly string[]): string[] {
  return tags.filter((tag) => Object.hasOwn(entry, tag))
}
