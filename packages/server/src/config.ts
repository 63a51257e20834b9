import { type Static, type TObject, type TSchema, Type, TypeGuard } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { Log } from './log.ts'
import { nearest } from './nearest.ts'
import { StartupError } from './startup-error.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** Options that every server reads from its environment. */
export const serverOptions = {
  HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  MAX_BODY_BYTES: Type.Integer({
    default: 1_048_576,
    minimum: 1,
    description: 'maximum size of a request body, in bytes',
  }),
  BODY_TIMEOUT_MS: Type.Integer({
    default: 60_000,
    minimum: 1,
    description:
      'how long a request body may take to arrive before it is refused with `body-too-slow`, in ms',
  }),
  MAX_HEADER_BYTES: Type.Integer({
    default: 16_384,
    minimum: 1024,
    maximum: 1_048_576,
    description:
      'maximum size of the head of a request, in bytes; beyond it, the connection is closed with status 431',
  }),
  MAX_CONNECTIONS: Type.Integer({
    default: 16_384,
    minimum: 32,
    description:
      'maximum open connections, on Linux; beyond it, idle ones are closed, and new ones refused until some have ended',
  }),
  MEMORY_LIMIT_BYTES: Type.Integer({
    default: 0,
    minimum: 0,
    description:
      'memory that the process may use, in bytes; requests for which there would be no room are refused with `overloaded`; 0: the limit of its container, or all of the machine',
  }),
  DRAIN_MS: Type.Integer({
    default: 10_000,
    minimum: 0,
    description: 'how long requests in flight may take to finish after SIGTERM, in ms',
  }),
  DRAIN_DELAY_MS: Type.Integer({
    default: 0,
    minimum: 0,
    description:
      'how long to keep accepting connections after SIGTERM while `/health/ready` returns 503, so that load balancers notice, in ms',
  }),
  TLS_CERT: Type.String({
    default: '',
    description:
      'PEM file with the certificate and its chain; with it, the server speaks TLS and nothing else; read again when it changes',
  }),
  TLS_KEY: Type.String({ default: '', description: 'PEM file with the private key of `TLS_CERT`' }),
  REUSE_PORT: Type.Boolean({
    default: false,
    description: 'share the port with other processes that also set this; the kernel distributes connections',
  }),
  LOG_LEVEL: choiceOption(
    ['debug', 'info', 'warn', 'error', 'silent'],
    'info',
    'minimum severity to log; `info` has one line per request, `warn` one per request that is answered with a 5xx, `debug` adds `/health` and `/metrics`',
  ),
  LOG_FORMAT: choiceOption(
    ['auto', 'json', 'text'],
    'auto',
    '`auto`: text on a terminal, JSON lines otherwise',
  ),
}

/** A port option; 0 picks any free port. */
export const portOption = (description: string, fallback?: number) =>
  Type.Integer({
    minimum: 0,
    maximum: 65_535,
    description,
    ...(fallback !== undefined && { default: fallback }),
  })

/** An option with a fixed set of values. */
export function choiceOption<const C extends string>(
  choices: readonly C[],
  fallback: C,
  description: string,
) {
  return Type.Unsafe<C>(
    Type.Union(
      choices.map((value) => Type.Literal(value)),
      { default: fallback, description },
    ),
  )
}

/**
 * Reads the options of a schema from environment variables; an empty variable counts as not set.
 * @throws StartupError with the variable, its value and what was expected
 */
export function readConfig<S extends TObject>(schema: S, environment: Environment): Static<S> {
  const config: Record<string, unknown> = {}
  for (const [name, option] of Object.entries(schema.properties)) {
    const text = environment[name]
    const isSet = text !== undefined && text !== ''
    const value = isSet ? parsed(option, text) : option.default
    if (value === undefined && TypeGuard.IsOptional(option)) continue
    if (!Value.Check(option, value)) {
      throw new StartupError(
        `${name} is ${isSet ? JSON.stringify(text) : 'not set'}, expected ${expectation(option)}`,
      )
    }
    config[name] = value
  }
  return Value.Decode(schema, config)
}

/**
 * Rejects options that have been renamed.
 * @param renamed new names by old name
 * @throws StartupError with both names
 */
export function refuseRenamed(environment: Environment, renamed: Readonly<Record<string, string>>) {
  for (const [before, now] of Object.entries(renamed)) {
    if (environment[before]) throw new StartupError(`${before} is now called ${now}; set that instead`)
  }
}

/** These have a specification of their own, with many more than are options here. */
const OPENTELEMETRY = 'OTEL_'

/** Shorter names resemble too many variables of other programs. */
const MIN_LENGTH = 6

/**
 * Variables that may be misspelt options: `[variable, option]`. Other programs have variables too, so this justifies a
 * warning, not an error.
 */
export function misspeltOptions(environment: Environment, options: readonly string[]): [string, string][] {
  const known = new Set(options)
  const long = options.filter(({ length }) => length >= MIN_LENGTH)
  return Object.keys(environment).flatMap((variable): [string, string][] => {
    const isOther = known.has(variable) || !environment[variable] || variable.startsWith(OPENTELEMETRY)
    const option = isOther ? undefined : nearest(variable, long)
    return option === undefined ? [] : [[variable, option]]
  })
}

/** Logs a warning for each variable that may be a misspelt option. */
export function warnOfMisspelt(log: Pick<Log, 'warn'>, environment: Environment, options: readonly string[]) {
  for (const [variable, option] of misspeltOptions(environment, options)) {
    log.warn({ variable, option }, `${variable} is not an option; did you mean ${option}?`)
  }
}

/** Strict: a conversion that reads `true` as 1 or `80.5` as 80 would hide a mistake. */
const NUMBER = /^-?\d+(?:\.\d+)?$/

function parsed(option: TSchema, text: string): unknown {
  if (option.type === 'boolean') return text === 'true' || (text === 'false' ? false : text)
  const isNumber = option.type === 'integer' || option.type === 'number'
  return isNumber && NUMBER.test(text) ? Number(text) : text
}

function expectation(option: TSchema): string {
  const choices: TSchema[] | undefined = option.anyOf
  if (choices) return `one of ${choices.map(({ const: value }) => value).join(', ')}`
  if (option.type === 'boolean') return `true or false (${option.description})`
  const kind = option.type === 'integer' ? 'a whole number' : `a ${option.type}`
  return `${kind}${rangeOf(option)} (${option.description})`
}

function rangeOf({ minimum, maximum }: TSchema): string {
  if (minimum === undefined) return ''
  return maximum === undefined ? ` of at least ${minimum}` : ` from ${minimum} to ${maximum}`
}
