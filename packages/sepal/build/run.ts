import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hashOfSources } from './source-hash.ts'

// Runs `sepal` from a bundle of this checkout's sources, whose processes start in half the time. It is named after
// their hash, so that it is never one of others. Where it cannot be written, the sources run themselves.
const folder = join(import.meta.dir, '../dist', hashOfSources(join(import.meta.dir, '../../..')))
const isThere =
  existsSync(folder) || (await (await import('./checkout-bundle.ts')).keepCheckoutBundle(folder))
await import(isThere ? join(folder, 'sepal.js') : '../src/main.ts')
