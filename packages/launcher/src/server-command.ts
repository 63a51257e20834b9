import { existsSync } from 'node:fs'
import { join } from 'node:path'

/** Starts a server: its bundle beside this one in the published package, else its source in this repository. */
export function serverCommand(server: 'classifier' | 'proxy'): string[] {
  const bundle = join(import.meta.dir, `${server}.js`)
  const main = existsSync(bundle) ? bundle : join(import.meta.dir, `../../${server}/src/main.ts`)
  return [process.execPath, main]
}
