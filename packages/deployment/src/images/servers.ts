import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { StartupError } from '@sepal/server/startup-error'
import type { Kind } from './plan.ts'

/** The files that start a server of each kind; what they import has a hash in its name. */
const ENTRIES: Record<Kind, readonly string[]> = {
  classifier: ['classifier.js', 'worker.js', 'healthcheck.js'],
  proxy: ['proxy.js', 'healthcheck.js'],
  together: ['proxy.js', 'worker.js', 'healthcheck.js'],
  generic: ['proxy.js', 'classifier.js', 'worker.js', 'healthcheck.js'],
}

const HASHED = /-[0-9a-z]{8}\.\w+$/

/**
 * The folder with the bundled servers: that of this file where it is a part of the bundle. In the repository they are
 * bundled first.
 * @param out where to, if they have to be
 */
export async function serversIn(out: string, beside = import.meta.dir): Promise<string> {
  if (existsSync(join(beside, 'proxy.js'))) return beside
  const build = Bun.spawn([process.execPath, join(beside, '../../build/servers.ts'), out], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const errors = await build.stderr.text()
  if ((await build.exited) !== 0) throw new StartupError(`the servers cannot be bundled:\n${errors}`)
  return join(out, 'dist')
}

/** The bill of materials of the servers of a kind, in that folder. */
export function billFile(folder: string, kind: Kind): string {
  return join(folder, 'sbom', `${kind}.cdx.json`)
}

/** The files that a server of a kind needs of that folder, by the names that they mention. */
export async function serverFiles(folder: string, kind: Kind): Promise<string[]> {
  const hashed = (await readdir(folder)).filter((name) => HASHED.test(name))
  const files = new Set(ENTRIES[kind])
  // Grows while it is gone through: a chunk imports others.
  for (const file of files) {
    if (!file.endsWith('.js') || file.startsWith('standalone-')) continue
    const text = await Bun.file(join(folder, file)).text()
    for (const name of hashed) if (text.includes(name)) files.add(name)
  }
  return [...files]
}
