import { afterAll, expect, test } from 'bun:test'
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keepBundle } from './kept-bundle.ts'

const top = await mkdtemp(join(tmpdir(), 'sepal-kept-'))
afterAll(() => rm(top, { recursive: true }))

const writing = (content: string) => (folder: string) => writeFile(join(folder, 'sepal.js'), content)
const DAYS_2_S = 2 * 24 * 3600

test('a bundle appears as a whole, and nothing else is left', async () => {
  const folder = join(top, 'one/a')
  let seenMeanwhile: string[] = []
  await keepBundle(folder, async (fresh) => {
    await writing('all of it')(fresh)
    seenMeanwhile = await readdir(join(top, 'one'))
  })
  expect(seenMeanwhile).not.toContain('a')
  expect(await Bun.file(join(folder, 'sepal.js')).text()).toBe('all of it')
  expect(await readdir(join(top, 'one'))).toEqual(['a'])
})

test('of several writers at once, each finds a whole bundle', async () => {
  const folder = join(top, 'several/a')
  const writers = ['first', 'second', 'third'].map((content) => keepBundle(folder, writing(content)))
  expect(await Promise.all(writers)).toEqual([true, true, true])
  expect(await Bun.file(join(folder, 'sepal.js')).text()).toMatch(/^(first|second|third)$/)
  expect(await readdir(join(top, 'several'))).toEqual(['a'])
})

test('a bundle that cannot be built is none, and the reason is told', async () => {
  const failing = keepBundle(join(top, 'failing/a'), () => Promise.reject(new Error('a syntax error')))
  await expect(failing).rejects.toThrow('a syntax error')
  expect(await readdir(join(top, 'failing'))).toEqual([])
})

test('where nothing can be written there is no bundle, and that is no error', async () => {
  await writeFile(join(top, 'file'), '')
  expect(await keepBundle(join(top, 'file/a'), writing(''))).toBe(false)
})

test('another bundle stays for a day, for a system that runs from it', async () => {
  for (const name of ['old', 'recent']) await keepBundle(join(top, 'days', name), writing(name))
  const then = Date.now() / 1000 - DAYS_2_S
  await utimes(join(top, 'days/old'), then, then)
  await keepBundle(join(top, 'days/now'), writing('now'))
  expect((await readdir(join(top, 'days'))).toSorted()).toEqual(['now', 'recent'])
})
