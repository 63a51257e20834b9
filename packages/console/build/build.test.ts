import { afterAll, expect, test } from 'bun:test'
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { buildConsole, ensureConsole } from './build.ts'

const top = await mkdtemp(join(tmpdir(), 'sepal-console-'))
afterAll(() => rm(top, { recursive: true }))
const folder = join(top, 'dist')
const built = await buildConsole(folder)
const named = (end: string) => built.filter(({ name }) => name.endsWith(end))
const read = (name: string) => Bun.file(join(folder, name))

/** Four builds at once, on a machine that does more than that, ms. */
const BUILDS_MS = 60_000

/** Everything that a browser loads, compressed. */
const MAX_BYTES = 200_000

test('the page is small', () => {
  const sum = built.reduce((total, { gzipBytes }) => total + gzipBytes, 0)
  expect(sum).toBeLessThan(MAX_BYTES)
})

test('every file but index.html has a hash in its name', () => {
  const [page, ...others] = named('.html')
  expect([page?.name, others]).toEqual(['index.html', []])
  for (const { name } of built) {
    if (name !== 'index.html') expect(name).toMatch(/-[0-9a-z]{8}\.(js|css|svg)$/)
  }
})

test('every file is there plain, as brotli and as gzip, with the same content', async () => {
  for (const { name } of built) {
    const plain = Buffer.from(await read(name).bytes())
    expect(plain.equals(brotliDecompressSync(await read(`${name}.br`).bytes()))).toBe(true)
    expect(plain.equals(gunzipSync(await read(`${name}.gz`).bytes()))).toBe(true)
  }
})

test('index.html names its files, and has no inline script or style', async () => {
  const page = await read('index.html').text()
  const references = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, reference]) => reference)
  const expected = built.filter(({ name }) => name !== 'index.html').map(({ name }) => `./console/${name}`)
  expect(references.sort()).toEqual(expected.sort())
  expect(page).not.toMatch(/<script(?![^>]*src=)|<style|style=|onload=/)
})

test('the page is built again only when its sources change', async () => {
  expect(await ensureConsole(folder)).toBe('up to date')
  await writeFile(join(folder, 'sources.txt'), 'of another time')
  expect(await ensureConsole(folder)).toHaveLength(built.length)
  expect(await readdir(top)).toEqual(['dist'])
})

test(
  'several builds at once leave a complete page',
  async () => {
    await Promise.all(Array.from({ length: 4 }, () => buildConsole(folder)))
    expect(await ensureConsole(folder)).toBe('up to date')
    expect(await readdir(top)).toEqual(['dist'])
  },
  BUILDS_MS,
)
