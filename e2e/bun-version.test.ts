import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { devDependencies, packageManager } from '../package.json' with { type: 'json' }

const root = join(import.meta.dir, '..')
const version = packageManager.replace('bun@', '')

/** How a file names the Bun version to use, as opposed to one that a figure was measured with. */
const NAMED = /(?:\bbun@|\boven\/bun:|\[Bun\]\(https:\/\/bun\.sh\) )(\d+\.\d+\.\d+)/g

const patterns = [
  '*.md',
  '*.yml',
  '{docs,docker,scripts,packages,e2e}/**/*.{md,yml,yaml,Dockerfile,ts}',
  '.{ci,github}/**/*',
]
const files = patterns
  .flatMap((pattern) => [...new Bun.Glob(pattern).scanSync({ cwd: root, dot: true })])
  .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file))

test('every file names the version of Bun that package.json names', async () => {
  const named = await Promise.all(
    files.map(async (file) => {
      const text = await Bun.file(join(root, file)).text()
      return [...text.matchAll(NAMED)].map(([, found]) => [file, found])
    }),
  )
  expect(named.flat().length).toBeGreaterThan(10)
  expect(named.flat().filter(([, found]) => found !== version)).toEqual([])
})

test('bun-types has the version of Bun in package.json', () => {
  expect(devDependencies['bun-types']).toBe(version)
})
