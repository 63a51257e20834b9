import type { TSchema } from '@sinclair/typebox'

/** Keyword of an array's schema: what one who sends too many items can do instead. */
export const HINT = 'x-hint'

/** Keyword of a value's schema: what the error about a wrong value says was expected. */
export const EXPECTED = 'x-expected'

/** Keyword of a schema that has a name of its own in the OpenAPI document. */
export const SCHEMA_NAME = 'x-schema-name'

/** Keyword of a response's schema: the media types in which it goes out, where that is not JSON. */
export const MEDIA_TYPES = 'x-media-types'

/** A schema that the OpenAPI document defines once, under this name. */
export function named<S extends TSchema>(name: string, schema: S): S {
  return { ...schema, [SCHEMA_NAME]: name }
}
