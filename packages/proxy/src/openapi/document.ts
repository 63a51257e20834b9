import { CONTRACT_HEADER } from '@sepal/contract'
import { MEDIA_TYPES, SCHEMA_NAME } from '@sepal/server'
import { ndjson, sse } from '../answers/stream-format.ts'
import type { Examples } from './examples.ts'
import { keyHeaderDefinitions, keyHeaders, keyStatuses, securityOf, securitySchemes } from './key-security.ts'
import { type Json, type JsonObject, NamedSchemas } from './named-schemas.ts'

/** A route as @elysiajs/swagger writes it: with every media type that it knows for each body. */
type WrittenOperation = JsonObject & {
  readonly parameters?: readonly Json[]
  readonly requestBody?: { readonly content: WrittenContent }
  readonly responses: Readonly<Record<string, WrittenResponse>>
}
type WrittenContent = { readonly 'application/json': { readonly schema: JsonObject } }
/** The plugin puts schema keywords that it does not know beside the content. */
type WrittenResponse = JsonObject & { readonly description: string; readonly content: WrittenContent }

/** The document as @elysiajs/swagger writes it. */
export type WrittenDocument = JsonObject & {
  readonly paths: Readonly<Record<string, Readonly<Record<string, WrittenOperation>>>>
}

/** The proxy's OpenAPI document. */
export type OpenApiDocument = JsonObject

/** Headers of every request and every response. */
const requestIdParameter = {
  name: 'x-request-id',
  in: 'header',
  description:
    'ID of the request, for its response and log lines: at most 64 letters, digits, `_`, `.`, `:` and `-`; any other value is replaced',
  schema: { type: 'string' },
  example: 'order-17',
}
const timeoutParameter = {
  name: 'x-request-timeout-ms',
  in: 'header',
  description: 'how long the caller will wait, in ms; default: `DEADLINE_MS`',
  schema: { type: 'integer', minimum: 1, maximum: 999_999_999 },
  example: 500,
}
const requestIdHeader = {
  description: "ID of the request: the caller's, or a new one",
  schema: { type: 'string' },
  example: 'order-17',
}
const contractHeader = {
  description: 'fingerprint of what callers depend on of `ensemble.json`; see `GET /contract`',
  schema: { type: 'string', pattern: '^[0-9a-f]{16}$' },
  example: 'f4c8c2bf454aba00',
}
const retryAfterHeader = {
  description: 'when to retry, in seconds, if that may help',
  schema: { type: 'integer', minimum: 1 },
  example: 1,
}

/**
 * Adds to the plugin's document what it does not know: the media type of each response, headers, names for the schemas,
 * an example for every status, and which key a route needs. Without keys no answer is about them.
 */
export function completeDocument(
  written: WrittenDocument,
  { examples, hasKeys }: { examples: Examples; hasKeys: boolean },
): OpenApiDocument {
  const schemas = new NamedSchemas()
  const paths: Record<string, JsonObject> = {}
  for (const [path, operations] of Object.entries(written.paths)) {
    const completed = Object.entries(operations).map(([method, operation]) => {
      const route = `${method.toUpperCase()} ${path}`
      const examplesOf = (status: string) => examplesFor(examples, `${route} ${status}`)
      const completed = completeOperation(operation, schemas, { examplesOf, hasKeys })
      return [method, { ...completed, ...(hasKeys && { security: securityOf(path) }) }]
    })
    paths[path] = Object.fromEntries(completed)
  }
  return {
    ...written,
    // Relative to this document, so that clients work behind a gateway that strips a path prefix.
    servers: [{ url: '..' }],
    paths,
    components: {
      schemas: schemas.definitions,
      parameters: { RequestId: requestIdParameter, RequestTimeout: timeoutParameter },
      headers: {
        RequestId: requestIdHeader,
        Contract: contractHeader,
        RetryAfter: retryAfterHeader,
        ...(hasKeys && keyHeaderDefinitions),
      },
      ...(hasKeys && { securitySchemes }),
    },
  }
}

type NamedExamples = Readonly<Record<string, { readonly value: Json }>>

/** The examples of a route and status, by name. */
function examplesFor(examples: Examples, declared: string): NamedExamples {
  const found = Object.entries(examples).filter(([key]) => key === declared || key.startsWith(`${declared} `))
  return Object.fromEntries(
    found.map(([key, value]) => [key.slice(declared.length + 1) || 'example', { value }]),
  )
}

function completeOperation(
  { parameters = [], requestBody, responses, ...operation }: WrittenOperation,
  schemas: NamedSchemas,
  { examplesOf, hasKeys }: { examplesOf: (status: string) => NamedExamples; hasKeys: boolean },
): JsonObject {
  const declared = Object.entries(responses)
  const needsKey = hasKeys && '401' in responses
  // Only routes that ask classifiers read this header, and reject an invalid one. Feedback, which may be off, asks none.
  const hasDeadline = '422' in responses && !('501' in responses)
  return {
    ...operation,
    parameters: [
      ...parameters.map((parameter) => schemas.ofRequest(parameter)),
      { $ref: '#/components/parameters/RequestId' },
      ...(hasDeadline ? [{ $ref: '#/components/parameters/RequestTimeout' }] : []),
    ],
    ...(requestBody && { requestBody: completeBody(requestBody.content, schemas) }),
    responses: Object.fromEntries(
      declared
        .filter(([status]) => hasKeys || !keyStatuses.includes(status))
        .map(([status, response]) => [
          status,
          completeResponse(response, schemas, { status, examples: examplesOf(status), needsKey }),
        ]),
    ),
  }
}

function completeBody({ 'application/json': { schema } }: WrittenContent, schemas: NamedSchemas): JsonObject {
  const [sample] = Array.isArray(schema.examples) ? schema.examples : []
  return {
    required: true,
    content: {
      'application/json': { schema: schemas.ofRequest(schema), examples: { sample: { value: sample } } },
    },
  }
}

function completeResponse(
  { description, content, ...keywords }: WrittenResponse,
  schemas: NamedSchemas,
  { status, examples, needsKey }: { status: string; examples: NamedExamples; needsKey: boolean },
): JsonObject {
  const mediaTypes = keywords[MEDIA_TYPES]
  const schema = schemas.ofAnswer({
    ...content['application/json'].schema,
    description,
    [SCHEMA_NAME]: keywords[SCHEMA_NAME],
  })
  const types = Array.isArray(mediaTypes) ? mediaTypes.map(String) : ['application/json']
  return {
    description,
    headers: {
      'x-request-id': { $ref: '#/components/headers/RequestId' },
      [CONTRACT_HEADER]: { $ref: '#/components/headers/Contract' },
      ...(needsKey && keyHeaders(status)),
      ...(status === '503' && { 'retry-after': { $ref: '#/components/headers/RetryAfter' } }),
    },
    content: Object.fromEntries(types.map((type) => [type, mediaOf(type, schema, examples)])),
  }
}

/**
 * A response in one of its media types. OpenAPI 3.1 has no keyword for the events of a stream, as 3.2 has: its schema
 * is that of an event, or the text that clients read who do not take it apart. An example named after a media type
 * belongs to that one.
 */
function mediaOf(type: string, schema: Json, examples: NamedExamples): JsonObject {
  const own = type in examples ? { example: examples[type] } : examples
  const isStream = type === sse.mediaType || type === ndjson.mediaType
  return { schema: isStream ? { anyOf: [schema, { type: 'string' }] } : schema, examples: own }
}
