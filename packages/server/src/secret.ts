import { readFileSync } from 'node:fs'
import { StartupError } from './startup-error.ts'

/** Shorter ones can be guessed. */
const MIN_LENGTH = 16
/** What a header can carry. */
const FORM = /^[\x21-\x7e]+$/

/** An option with a secret, as itself or as a file of it; messages never repeat it. */
export type SecretOption = {
  /** the option's name; that of the file is the same with `_FILE` */
  name: string
  value: string
  file: string
}

/**
 * The secret of an option, or undefined if it is not set. Space around it in a file, as a last line break, is no part.
 * @throws StartupError if both are set, the file cannot be read, or the secret is short or cannot be in a header
 */
export function readSecret({ name, value, file }: SecretOption): string | undefined {
  if (value !== '' && file !== '') throw new StartupError(`${name} and ${name}_FILE are set; set one of them`)
  const secret = file === '' ? value : textOf(file, `${name}_FILE`).trim()
  if (secret === '' && file === '') return undefined
  if (secret.length >= MIN_LENGTH && FORM.test(secret)) return secret
  throw new StartupError(
    `${name} has ${secret.length} characters, expected at least ${MIN_LENGTH}, without spaces (openssl rand -hex 32)`,
  )
}

/**
 * The text of a file that an option names.
 * @throws StartupError if it cannot be read
 */
export function textOf(file: string, option: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? ` (${cause.code})` : ''
    throw new StartupError(`${option} is ${JSON.stringify(file)}, which cannot be read${code}`, { cause })
  }
}
