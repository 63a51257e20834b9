import { readFileSync } from 'node:fs'
import { text } from './option.ts'
import { UsageError } from './usage-error.ts'

/** An option rather than the key itself: what is typed is in the shell's history and in the list of processes. */
export const keyFile = text({
  placeholder: 'FILE',
  help: 'file with the key that the proxy wants, if it wants one (sepal key)',
})

/**
 * The key in a file, without the space around it.
 * @throws UsageError if the file cannot be read or has no key
 */
export function keyIn(file: string | undefined): string | undefined {
  if (file === undefined) return undefined
  const key = textIn(file).trim()
  if (/^[\x21-\x7e]+$/.test(key)) return key
  throw new UsageError(`--key-file: ${file} has no key, expected one on a line of its own`)
}

function textIn(file: string): string {
  try {
    return readFileSync(file, 'utf8')
  } catch (cause) {
    throw new UsageError(`--key-file: ${file} cannot be read`, { cause })
  }
}
