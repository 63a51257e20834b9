import { expect, test } from 'bun:test'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { hasMovedKeys } from './key-order.ts'
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

test('reads the form of version 0.1 and says so', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sepal-manifest-'))
  const old = {
    name: 'roses',
    features: [{ name: 'height', unit: 'cm', range: [1, 2] }],
    sample: [1],
    classifiers: { rose: { model: 'rose.onnx', port: 8000, classes: ['rose', 'rest'] } },
    combine: 'one-vs-rest',
  }
  await Bun.write(join(folder.path, 'ensemble.json'), JSON.stringify(old))
  const advice: string[] = []
  const manifest = await loadManifest(folder.path, { onOldForm: (text) => advice.push(text) })
  expect(Object.keys(manifest.features)).toEqual(['height'])
  expect(advice).toHaveLength(1)
})

/** A manifest with these features and classes. */
const text = (features: string, classes: string) => `{
  "name": "roses", "features": ${features}, "sample": { "a": 1, "2": 1, "10": 1 },
  "classifiers": { "rose": { "model": "rose.onnx", "port": 8000, "probabilities": ${classes} } },
  "combine": { "one-vs-rest": {} }
}`
const inOrder = '{ "2": { "number": {} }, "10": { "number": {} }, "a": { "number": {} } }'

test('refuses features in an order that JavaScript does not keep', async () => {
  const moved = '{ "10": { "number": {} }, "2": { "number": {} }, "a": { "number": {} } }'
  expect(await messageAbout(text(moved, '{ "a": {}, "b": {} }'))).toBe(
    'ensemble.json: the order of features is ["2","10","a"], expected names that are not whole numbers, as these are moved to the front',
  )
})

test('remembers classes in an order that JavaScript does not keep', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sepal-manifest-'))
  const classesOf = async (classes: string) => {
    await Bun.write(join(folder.path, 'ensemble.json'), text(inOrder, classes))
    return (await loadManifest(folder.path)).classifiers.rose?.probabilities
  }
  expect(hasMovedKeys(await classesOf('{ "10": {}, "2": {} }'))).toBe(true)
  expect(hasMovedKeys(await classesOf('{ "2": {}, "10": {} }'))).toBe(false)
})
