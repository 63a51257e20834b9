import { closeSync, openSync, readdirSync, statSync } from 'node:fs'

const OPEN = '/proc/self/fd'

/** How many files and connections this process has open; nothing where the system does not tell. */
export function openFiles(): number | undefined {
  try {
    // Since Linux 6.2 the size of the folder is their number; before, it is 0.
    return statSync(OPEN).size || readdirSync(OPEN).length
  } catch {
    return undefined
  }
}

/** Whether this many more files can be opened now. */
export function canOpenFiles(count: number): boolean {
  const opened: number[] = []
  try {
    while (opened.length < count) opened.push(openSync('/dev/null', 'r'))
    return true
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    return code !== 'EMFILE' && code !== 'ENFILE'
  } finally {
    for (const descriptor of opened) closeSync(descriptor)
  }
}
