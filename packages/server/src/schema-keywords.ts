import type { TSchema } from '@sinclair/typebox'

/** Schema keyword of an array: advice for callers that send too many items. */
export const HINT = 'x-hint'

/** Schema keyword of a value: what an error about it says was expected. */
export const EXPECTED = 'x-expected'

/** Schema keyword of an object: whether it has exactly one of its properties, which the handler checks. */
export const EXACTLY_ONE = 'x-exactly-one'

/** Schema keyword: the name of the schema in the OpenAPI document. */
export const SCHEMA_NAME = 'x-schema-name'

/** Schema keyword of a response: its media types, if it is not JSON. */
export const MEDIA_TYPES = 'x-media-types'

/** Makes the OpenAPI document define a schema once, under this name. */
export function named<S extends TSchema>(name: string, schema: S): S {
  return { ...schema, [SCHEMA_NAME]: name }
}
