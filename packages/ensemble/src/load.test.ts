import { expect, test } from 'bun:test'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadManifest } from './load.ts'
import { ManifestError } from './manifest-error.ts'

/** The message about a folder whose ensemble.json holds this text, or that has none. */
async function messageAbout(text?: string): Promise<string> {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sepal-manifest-'))
  if (text !== undefined) await Bun.write(join(folder.path, 'ensemble.json'), text)
  const error: unknown = await loadManifest(folder.path).catch((thrown: unknown) => thrown)
  if (error instanceof ManifestError) return error.message.replaceAll(folder.path, '<folder>')
  throw new Error('it was accepted', { cause: error })
}

test('loads this repository’s manifest', async () => {
  const manifest = await loadManifest(join(import.meta.dir, '../../../models'))
  expect(Object.keys(manifest.classifiers)).toEqual(['setosa', 'virginica', 'versicolor'])
})

test('names the file that is not there', async () => {
  expect(await messageAbout()).toBe(
    'ensemble.json: the file is "<folder>/ensemble.json", expected a file that exists',
  )
})

test.each(['', '{', '{"name":1,}', 'name: iris'])('says that %j is not JSON', async (text) => {
  expect(await messageAbout(text)).toMatch(/^ensemble\.json: the file is ".+", expected valid JSON$/)
})

test('checks what it has read', async () => {
  expect(await messageAbout('{"classifiers":{"Rose":{}}}')).toStartWith(
    'ensemble.json: a name in classifiers is "Rose"',
  )
})

test('refuses a classifier that is there twice, of which JSON.parse would lose one', async () => {
  expect(await messageAbout('{"classifiers":{"rose":{},"rose":{}}}')).toBe(
    'ensemble.json: a name is "classifiers.rose", expected one that is written once',
  )
})
