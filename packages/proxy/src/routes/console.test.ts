import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { problemAnswer } from '@sepal/server/testing'
import { FakeGarden } from '../../test/fake-garden.ts'
import { loadPageFiles } from '../pages/page-files.ts'

const script = 'console.log("a page of its own")'
const folder = await mkdtemp(join(tmpdir(), 'sepal-page-'))
const files = {
  'index.html': '<!doctype html>',
  'app-1a2b.js': script,
  'app-1a2b.js.br': brotliCompressSync(script),
  'app-1a2b.js.gz': gzipSync(script),
  'notes.txt': 'not for anybody',
}
for (const [name, content] of Object.entries(files)) await writeFile(join(folder, name), content)

const trainingData = new Map([['garden.csv', 'height,leaves,plant\n1.2,40,rose\n']])
const garden = await FakeGarden.start({}, { page: await loadPageFiles(folder), trainingData })
afterAll(async () => {
  await garden[Symbol.asyncDispose]()
  await rm(folder, { recursive: true })
})

/** As it comes over the wire: `fetch` would unpack it. */
const get = (path: string, headers: Record<string, string> = {}) =>
  fetch(`http://${garden.proxy.address}${path}`, { headers, decompress: false, redirect: 'manual' })

test('the page is asked for anew each time, and loads nothing from elsewhere', async () => {
  const response = await get('/console')
  expect(await response.text()).toBe(files['index.html'])
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('no-cache')
  const policy = response.headers.get('content-security-policy') ?? ''
  expect(policy).toContain("default-src 'none'; script-src 'self'; style-src 'self'")
  expect(policy).not.toContain('unsafe')
  expect(response.headers.get('x-request-id')).not.toBeNull()
})

test('a slash behind it leads to the page, so that what it names is found', async () => {
  const response = await get('/console/')
  expect(response.status).toBe(308)
  expect(new URL(response.headers.get('location') ?? '', `${response.url}`).pathname).toBe('/console')
})

test.each([
  ['br', files['app-1a2b.js.br']],
  ['gzip', files['app-1a2b.js.gz']],
])('what it names comes as %s, and need not be asked for again', async (encoding, bytes) => {
  const response = await get('/console/app-1a2b.js', { 'accept-encoding': encoding })
  expect(await response.bytes()).toEqual(new Uint8Array(bytes))
  expect(response.headers.get('content-encoding')).toBe(encoding)
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('public, max-age=31536000, immutable')
  expect(response.headers.get('vary')).toBe('accept-encoding')
})

test('who has a file is told that it is the same', async () => {
  const first = await get('/console/app-1a2b.js', { 'accept-encoding': 'br' })
  const etag = first.headers.get('etag') ?? ''
  const again = await get('/console/app-1a2b.js', {
    'accept-encoding': 'br',
    'if-none-match': `"x", W/${etag}`,
  })
  expect(again.status).toBe(304)
  expect(await again.text()).toBe('')
  expect(again.headers.get('etag')).toBe(etag)
  // Another form has other bytes.
  expect((await get('/console/app-1a2b.js', { 'accept-encoding': '', 'if-none-match': etag })).status).toBe(
    200,
  )
})

test.each(['notes.txt', 'app-1a2b.js.br', 'app-0000.js', '..%2findex.html'])(
  '%s is no file of it',
  async (name) => {
    expect(await problemAnswer(await get(`/console/${name}`), 'not-found')).toMatchObject({ status: 404 })
  },
)

describe('training data', () => {
  test('comes as it is', async () => {
    const response = await get('/console/data/garden.csv')
    expect(await response.text()).toBe(trainingData.get('garden.csv') ?? '')
    expect(response.headers.get('content-type')).toBe('text/csv; charset=utf-8')
  })

  test('that no card names is not there', async () => {
    await problemAnswer(await get('/console/data/ensemble.json'), 'not-found')
  })
})

test('who has not built the page is told how to', async () => {
  await using unbuilt = await FakeGarden.start()
  const { detail } = await problemAnswer(await unbuilt.proxy.fetch('/console'), 'not-found')
  expect(detail).toContain('bun run build:console')
})

test('switched off, there is neither page nor data', async () => {
  await using without = await FakeGarden.start(
    {},
    { hasConsole: false, page: await loadPageFiles(folder), trainingData },
  )
  for (const path of ['/console', '/console/app-1a2b.js', '/console/data/garden.csv']) {
    const { detail } = await problemAnswer(await without.proxy.fetch(path), 'not-found')
    expect(detail).toBe('the console is switched off')
  }
})

test('the page is told which ensemble it shows', async () => {
  const response = await get('/console/ensemble')
  expect(await response.json()).toEqual({
    name: 'garden',
    combine: 'one-vs-rest-normalized',
    decision: 'label',
  })
})
