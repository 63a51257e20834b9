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

/** All that a browser loads, compressed. */
const MOST_BYTES = 200_000

test('is small', () => {
  const sum = built.reduce((total, { gzipBytes }) => total + gzipBytes, 0)
  expect(sum).toBeLessThan(MOST_BYTES)
})

test('every file but the page has a hash in its name', () => {
  const [page, ...others] = named('.html')
  expect([page?.name, others]).toEqual(['index.html', []])
  for (const { name } of built) {
    if (name !== 'index.html') expect(name).toMatch(/-[0-9a-z]{8}\.(js|css|svg)$/)
  }
})

test('every file is there in three forms, which say the same', async () => {
  for (const { name } of built) {
    const plain = Buffer.from(await read(name).bytes())
    expect(plain.equals(brotliDecompressSync(await read(`${name}.br`).bytes()))).toBe(true)
    expect(plain.equals(gunzipSync(await read(`${name}.gz`).bytes()))).toBe(true)
  }
})

test('the page names its files, and has no script or style written into it', async () => {
  const page = await read('index.html').text()
  const references = [...page.matchAll(/(?:src|href)="([^"]*)"/g)].map(([, reference]) => reference)
  const expected = built.filter(({ name }) => name !== 'index.html').map(({ name }) => `./console/${name}`)
  expect(references.sort()).toEqual(expected.sort())
  expect(page).not.toMatch(/<script(?![^>]*src=)|<style|style=|onload=/)
})

test('is built again only when something is different', async () => {
  expect(await ensureConsole(folder)).toBe('up to date')
  await writeFile(join(folder, 'sources.txt'), 'of another time')
  expect(await ensureConsole(folder)).toHaveLength(built.length)
  expect(await readdir(top)).toEqual(['dist'])
})

test('several builds at once leave a whole one', async () => {
  await Promise.all(Array.from({ length: 4 }, () => buildConsole(folder)))
  expect(await ensureConsole(folder)).toBe('up to date')
  expect(await readdir(top)).toEqual(['dist'])
})
