import { type Static, type TSchema, Type } from '@sinclair/typebox'
import { Value, type ValueError, ValueErrorType } from '@sinclair/typebox/value'
import { RATE_FORM, type Rate, rateOf } from './rate.ts'

/** What a key allows: asking for predictions, saying what was right, or watching the server. */
export const scopes = ['predict', 'feedback', 'operate'] as const
export type Scope = (typeof scopes)[number]

/** All keys are compared with the one that is shown, and each has its metrics. */
const MAX_KEYS = 256

const NAME = /^[a-z0-9][a-z0-9._-]{0,39}$/
/** What a key's name looks like, for messages. */
export const NAME_FORM = 'at most 40 lowercase letters, digits, `.`, `_` and `-`'

const Entry = Type.Object(
  {
    sha256: Type.String({
      pattern: '^[0-9a-f]{64}$',
      description: 'the SHA-256 of the key, as 64 hexadecimal digits',
    }),
    scopes: Type.Array(
      Type.Union(
        scopes.map((scope) => Type.Literal(scope)),
        { description: `one of ${scopes.join(', ')}` },
      ),
      { minItems: 1, uniqueItems: true, description: `one or more of ${scopes.join(', ')}, each once` },
    ),
    rate: Type.Optional(Type.String({ description: RATE_FORM })),
    created: Type.Optional(Type.String({ description: 'when the key was made, for people' })),
  },
  { additionalProperties: false, description: 'an object with sha256, scopes, and perhaps rate and created' },
)
const KeyFile = Type.Object(
  {
    keys: Type.Record(Type.String(), Entry, {
      maxProperties: MAX_KEYS,
      description: `an object of at most ${MAX_KEYS} keys by name`,
    }),
  },
  { additionalProperties: false, description: 'an object with keys' },
)

/** A key in the file. */
export type KeyEntry = {
  name: string
  /** SHA-256, 64 hexadecimal digits */
  sha256: string
  scopes: readonly Scope[]
  rate?: Rate
}

/** The file as it is written. */
export type KeyFile = Static<typeof KeyFile>

/** What is wrong with a file of keys; the message names the field, but never repeats a hash. */
export class KeyFileError extends Error {
  override name = 'KeyFileError'
}

/**
 * Reads a file's text.
 * @throws KeyFileError
 */
export function parseKeyFile(text: string): KeyFile {
  const file = parseJson(text)
  if (!Value.Check(KeyFile, file)) throw violation(Value.Errors(KeyFile, file).First())
  for (const [name, { rate }] of Object.entries(file.keys)) {
    if (!isKeyName(name))
      throw new KeyFileError(`keys has the name ${JSON.stringify(name)}, expected ${NAME_FORM}`)
    if (rate !== undefined && rateOf(rate) === undefined) {
      throw new KeyFileError(`keys.${name}.rate is ${JSON.stringify(rate)}, expected ${RATE_FORM}`)
    }
  }
  refuseShared(file)
  return file
}

/** The keys of a file. */
export function entriesOf({ keys }: KeyFile): KeyEntry[] {
  return Object.entries(keys).map(([name, { sha256, scopes, rate }]) => {
    const read = rate === undefined ? undefined : rateOf(rate)
    return { name, sha256, scopes, ...(read && { rate: read }) }
  })
}

export function isKeyName(text: string): boolean {
  return NAME.test(text)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new KeyFileError(`not JSON: ${cause instanceof Error ? cause.message : cause}`, { cause })
  }
}

function violation(error: ValueError | undefined): KeyFileError {
  if (error === undefined) return new KeyFileError('not a file of keys')
  const { type, path, value, schema } = error
  const field =
    path
      .replace(/\/(\d+)/g, '[$1]')
      .replaceAll('/', '.')
      .replace(/^\./, '') || 'the file'
  if (type === ValueErrorType.ObjectAdditionalProperties)
    return new KeyFileError(`${field} is no known field`)
  return new KeyFileError(`${field} is ${shown(field, value)}, expected ${expectation(schema)}`)
}

/** The field may hold a key by mistake, and messages are logged. */
function shown(field: string, value: unknown): string {
  if (value === undefined) return 'missing'
  if (field.endsWith('.sha256')) return typeof value === 'string' ? `a text of ${value.length}` : typeof value
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

const expectation = ({ description, type }: TSchema) => description ?? `a ${type}`

/** One key with two names would be one caller with two limits. */
function refuseShared({ keys }: KeyFile) {
  const owners = new Map<string, string>()
  for (const [name, { sha256 }] of Object.entries(keys)) {
    const owner = owners.get(sha256)
    if (owner !== undefined) throw new KeyFileError(`keys.${name} and keys.${owner} are the same key`)
    owners.set(sha256, name)
  }
}
