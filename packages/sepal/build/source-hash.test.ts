import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hashOfSources } from './source-hash.ts'

const checkout = await mkdtemp(join(tmpdir(), 'sepal-sources-'))
afterAll(() => rm(checkout, { recursive: true }))
const write = (path: string, content: string) => Bun.write(join(checkout, path), content)

beforeAll(async () => {
  await write('packages/proxy/src/app.ts', 'one')
  await write('packages/proxy/src/routes/health.ts', 'two')
  await write('bun.lock', 'elysia 1')
})

/** The hash before and after a change. */
async function over(change: () => Promise<unknown>) {
  const before = hashOfSources(checkout)
  await change()
  return { before, after: hashOfSources(checkout) }
}

test.each([
  ['a source', 'packages/proxy/src/routes/health.ts'],
  ['a new file', 'packages/proxy/src/routes/other.ts'],
  ["a package's exports", 'packages/proxy/package.json'],
  ['how the bundle is built', 'packages/sepal/build/bundle.ts'],
  ['the version of a library', 'bun.lock'],
  ['the version of Sepal', 'package.json'],
])('the hash changes with %s', async (_, path) => {
  const { before, after } = await over(() => write(path, 'changed'))
  expect(after).toMatch(/^[0-9a-f]{16}$/)
  expect(after).not.toBe(before)
})

test('the hash changes when a file moves', async () => {
  const { before, after } = await over(async () => {
    await rm(join(checkout, 'packages/proxy/src/app.ts'))
    await write('packages/proxy/src/application.ts', 'one')
  })
  expect(after).not.toBe(before)
})

test('the hash is the same after a change of tests, or of what is built', async () => {
  const { before, after } = await over(async () => {
    await write('packages/proxy/src/app.test.ts', 'a test')
    await write('packages/sepal/dist/0123/sepal.js', 'a bundle')
  })
  expect(after).toBe(before)
})
