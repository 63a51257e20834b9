import { type Static, type TObject, type TSchema, Type, TypeGuard } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import type { Log } from './log.ts'
import { nearest } from './nearest.ts'
import { StartupError } from './startup-error.ts'

export type Environment = Readonly<Record<string, string | undefined>>

/** What every server of Sepal reads from its environment. */
export const serverOptions = {
  HOST: Type.String({ default: '127.0.0.1', description: 'address to listen on' }),
  MAX_BODY_BYTES: Type.Integer({
    default: 1_048_576,
    minimum: 1,
    description: 'largest request body, in bytes',
  }),
  DRAIN_MS: Type.Integer({
    default: 10_000,
    minimum: 0,
    description: 'after SIGTERM, how long requests under way may take to finish, in ms',
  }),
  DRAIN_DELAY_MS: Type.Integer({
    default: 0,
    minimum: 0,
    description:
      'after SIGTERM, how long it goes on accepting while `/health/ready` says 503, for balancers to notice, in ms',
  }),
  REUSE_PORT: Type.Boolean({
    default: false,
    description: 'share the port with other processes that set this too; the kernel spreads the connections',
  }),
  LOG_LEVEL: choiceOption(
    ['debug', 'info', 'warn', 'error', 'silent'],
    'info',
    'least severe line that is written; `info` has one a request, `debug` also those of `/health` and `/metrics`',
  ),
  LOG_FORMAT: choiceOption(
    ['auto', 'json', 'text'],
    'auto',
    '`auto`: text on a terminal, JSON lines elsewhere',
  ),
}

/** A port option; 0 takes any free port. */
export const portOption = (description: string, fallback?: number) =>
  Type.Integer({
    minimum: 0,
    maximum: 65_535,
    description,
    ...(fallback !== undefined && { default: fallback }),
  })

/** One of several words. */
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
 * Reads the options that a schema names from environment variables; an empty variable counts as unset.
 * @throws StartupError naming the variable, its value and what was expected
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
 * Refuses options that have another name now.
 * @param renamed the new names by the old ones
 * @throws StartupError naming both
 */
export function refuseRenamed(environment: Environment, renamed: Readonly<Record<string, string>>) {
  for (const [before, now] of Object.entries(renamed)) {
    if (environment[before]) throw new StartupError(`${before} is now called ${now}; set that instead`)
  }
}

/** Shorter names are near too many variables of other programs. */
const MIN_LENGTH = 6

/**
 * Variables that are no options, but may be meant for one: `[variable, option]`. Other programs have variables too, so
 * this is a reason to warn and none to refuse.
 */
export function misspeltOptions(environment: Environment, options: readonly string[]): [string, string][] {
  const known = new Set(options)
  const long = options.filter(({ length }) => length >= MIN_LENGTH)
  return Object.keys(environment).flatMap((variable): [string, string][] => {
    const option = known.has(variable) || !environment[variable] ? undefined : nearest(variable, long)
    return option === undefined ? [] : [[variable, option]]
  })
}

/** Tells the log of variables that may be misspelt options. */
export function warnOfMisspelt(log: Pick<Log, 'warn'>, environment: Environment, options: readonly string[]) {
  for (const [variable, option] of misspeltOptions(environment, options)) {
    log.warn({ variable, option }, `${variable} is not an option; did you mean ${option}?`)
  }
}

/** Written strictly: a conversion that reads `true` as 1 and `80.5` as 80 hides a mistake. */
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
