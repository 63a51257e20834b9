import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What the bundle is made of, or decides what it is made of; libraries count by their versions in the lockfile. */
const SOURCES = [
  'package.json',
  'bun.lock',
  'docker/*.ts',
  'packages/*/package.json',
  'packages/*/{src,build}/**',
]

/** A hash of everything in a checkout that the bundle is made of. */
export function hashOfSources(checkout: string): string {
  const found = SOURCES.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync({ cwd: checkout })])
  const hash = new Bun.CryptoHasher('sha256').update(Bun.version)
  for (const path of found.filter((name) => !name.includes('.test.')).sort()) {
    hash.update(`${path}\0`).update(readFileSync(join(checkout, path)))
  }
  return hash.digest('hex').slice(0, 16)
}
