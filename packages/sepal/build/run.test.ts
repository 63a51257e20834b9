import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { version } from '../../../package.json' with { type: 'json' }
import { hashOfSources } from './source-hash.ts'

/** The first run bundles, and may build the console, ms. */
const BUILD_MS = 60_000

test(
  'the command runs from the bundle of the sources as they are',
  async () => {
    const run = Bun.spawn([process.execPath, join(import.meta.dir, 'run.ts'), '--version'], {
      stdout: 'pipe',
    })
    expect(await run.stdout.text()).toBe(`${version}\n`)
    const folder = join(import.meta.dir, '../dist', hashOfSources(join(import.meta.dir, '../../..')))
    for (const name of ['sepal.js', 'proxy.js', 'classifier.js', 'worker.js', 'console/index.html']) {
      expect([name, await Bun.file(join(folder, name)).exists()]).toEqual([name, true])
    }
  },
  BUILD_MS,
)
