import { createHmac } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { featureNames, type Manifest, type WireValue } from '@sepal/ensemble'
import { nearest, StartupError } from '@sepal/server'

/** How a feature's values are written: as they are, not at all, or as a hash. */
export type ColumnRule = 'plain' | 'omit' | ((value: WireValue) => string)

/** What the options say about columns with personal data. */
export type ColumnOptions = {
  /** names of features, separated by commas, or a JSON array of them */
  DECISION_LOG_OMIT: string
  DECISION_LOG_HASH: string
  DECISION_LOG_SALT_FILE: string
}

/**
 * The rule of each feature, in the manifest's order.
 * @throws StartupError for a name that is no feature, for one that is both left out and hashed, and without a salt
 */
export function columnRules(manifest: Manifest, options: ColumnOptions): ColumnRule[] {
  const names = featureNames(manifest)
  const omitted = listed('DECISION_LOG_OMIT', options.DECISION_LOG_OMIT, names)
  const hashed = listed('DECISION_LOG_HASH', options.DECISION_LOG_HASH, names)
  const both = hashed.find((name) => omitted.includes(name))
  if (both !== undefined) {
    throw new StartupError(
      `DECISION_LOG_HASH has ${JSON.stringify(both)}, which DECISION_LOG_OMIT has too; expected it in one of them`,
    )
  }
  const hash = hashed.length === 0 ? undefined : hashWith(saltIn(options.DECISION_LOG_SALT_FILE))
  return names.map((name) => {
    if (omitted.includes(name)) return 'omit'
    return hash !== undefined && hashed.includes(name) ? hash : 'plain'
  })
}

function listed(option: string, text: string, features: readonly string[]): string[] {
  const names = text.trimStart().startsWith('[') ? namesInJson(option, text) : text.split(',')
  const trimmed = names.map((name) => name.trim()).filter((name) => name !== '')
  for (const name of trimmed) {
    if (features.includes(name)) continue
    const meant = nearest(name, features)
    const advice = meant === undefined ? `expected one of ${features.join(', ')}` : `did you mean ${meant}?`
    throw new StartupError(`${option} has ${JSON.stringify(name)}, which is no feature; ${advice}`)
  }
  return trimmed
}

function namesInJson(option: string, text: string): string[] {
  try {
    const names: unknown = JSON.parse(text)
    if (Array.isArray(names) && names.every((name): name is string => typeof name === 'string')) return names
  } catch {
    // Told below.
  }
  throw new StartupError(
    `${option} is ${JSON.stringify(text)}, expected names separated by commas, or a JSON array of names`,
  )
}

/** Fewer characters could be tried one after the other. */
const MIN_SALT_BYTES = 16

function saltIn(file: string): Buffer {
  if (file === '') {
    throw new StartupError(
      `DECISION_LOG_SALT_FILE is not set, expected a file with at least ${MIN_SALT_BYTES} bytes: DECISION_LOG_HASH needs a salt`,
    )
  }
  let salt: Buffer
  try {
    salt = readFileSync(file)
  } catch (cause) {
    throw new StartupError(`DECISION_LOG_SALT_FILE is ${JSON.stringify(file)}, which cannot be read`, {
      cause,
    })
  }
  if (salt.length >= MIN_SALT_BYTES) return salt
  throw new StartupError(
    `DECISION_LOG_SALT_FILE has ${salt.length} bytes, expected at least ${MIN_SALT_BYTES}, as from: openssl rand -hex 32`,
  )
}

/** HMAC-SHA-256 (RFC 2104) of a value as JSON, in hexadecimal. */
function hashWith(salt: Buffer): (value: WireValue) => string {
  return (value) => createHmac('sha256', salt).update(JSON.stringify(value)).digest('hex')
}
