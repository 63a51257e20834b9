import { cp } from 'node:fs/promises'
import { join } from 'node:path'
import { CONSOLE_FOLDER, ensureConsole } from '@sepal/console/build'
import { writeBundle } from './bundle.ts'
import { keepBundle } from './kept-bundle.ts'

/** Writes what `bun start` runs into a folder: the command, the servers and the console. */
export function keepCheckoutBundle(folder: string): Promise<boolean> {
  return keepBundle(folder, async (fresh) => {
    await Promise.all([writeBundle(fresh), ensureConsole()])
    await cp(CONSOLE_FOLDER, join(fresh, 'console'), { recursive: true })
  })
}
