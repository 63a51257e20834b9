import { afterEach, beforeEach, describe, expect, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadManifest } from '@sepal/ensemble'
import {
  categoriesExport,
  externalExport,
  failingExport,
  imputerExport,
  logitsExport,
  plainExport,
  weightBytes,
  zipMapExport,
} from '@sepal/onnx/testing'
import { addModels } from './add.ts'
import type { AddOptions } from './addition.ts'
import { formatAddition } from './addition-report.ts'
import { checkFolder, formatReport } from './check.ts'
import { readSample } from './data-sample.ts'

let root = ''
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'sepal-add-'))
})
afterEach(() => rm(root, { recursive: true }))

const folder = () => join(root, 'models')

/** Adds one model; fails with the reason when it is refused. */
async function addOne(name: string, options: Partial<AddOptions> = {}) {
  const { added, refused, isNew } = await addModels([join(root, name)], { folder: folder(), ...options })
  if (added[0] === undefined) throw refused[0]?.reason
  return { ...added[0], isNew }
}

/** Writes a model elsewhere and adds it. */
async function add(name: string, bytes: Uint8Array, options: Partial<AddOptions> = {}) {
  await Bun.write(join(root, name), bytes)
  return addOne(name, options)
}

/** Writes models elsewhere and adds them together. */
async function addAll(models: Record<string, Uint8Array | string>, options: Partial<AddOptions> = {}) {
  await Promise.all(Object.entries(models).map(([name, bytes]) => Bun.write(join(root, name), bytes)))
  const files = Object.keys(models).map((name) => join(root, name))
  return addModels(files, { folder: folder(), ...options })
}

describe('sepal add', () => {
  test('writes a manifest where there is none, which the check accepts', async () => {
    const added = await add('My Model.onnx', zipMapExport(['a', 'b', 'c']))
    expect(added).toMatchObject({ name: 'my-model', isNew: true })
    expect(await loadManifest(folder())).toEqual({
      name: 'models',
      features: { feature_1: { number: {} }, feature_2: { number: {} } },
      sample: { feature_1: 0, feature_2: 0 },
      classifiers: {
        'my-model': { model: 'My Model.onnx', port: 8000, probabilities: { a: {}, b: {}, c: {} } },
      },
      combine: { none: {} },
    })
    expect(formatReport(await checkFolder(folder()))).toEndWith('models: its model fits')
  })

  test('adds to one that is there, and leaves the rest of the file as it is', async () => {
    await add('first.onnx', zipMapExport(['a', 'b', 'c']))
    const path = join(folder(), 'ensemble.json')
    // Braces in texts, and keys that a parser would move.
    const text = (await Bun.file(path).text()).replace('"name": "models"', '"name": "{ \\"x\\": }"')
    await Bun.write(path, text)
    const { entry } = await add('second.onnx', zipMapExport(['10', '9', 'x']))
    expect(entry).toMatchObject({ model: 'second.onnx', port: 8001 })
    const [before, after] = [text, await Bun.file(path).text()].map((whole) => whole.split('\n'))
    expect(after?.filter((line) => !before?.includes(line)).join('')).toContain('"second": {')
    expect(Object.keys((await loadManifest(folder())).classifiers)).toEqual(['first', 'second'])
  })

  test('finds the values of a category in the model, and those that only a table has', async () => {
    await add('plain.onnx', categoriesExport())
    const { features, sample } = await loadManifest(folder())
    expect(features).toEqual({
      plan: { category: { pro: {}, other: {} } },
      more_1: { category: { red: {}, other: {} } },
      more_2: { category: { north: {}, other: {} } },
      note: { text: {} },
    })
    expect(sample).toEqual({ plan: 'pro', more_1: 'red', more_2: 'north', note: '' })
    await rm(folder(), { recursive: true })
    const data = readSample(`plan,colour,side,note\n${'gold,red,south,a\npro,,north,b\n'.repeat(2)}`)
    await add('table.onnx', categoriesExport(), { data, features: ['plan', 'colour', 'side', 'note'] })
    expect((await loadManifest(folder())).features).toMatchObject({
      plan: { category: { pro: {}, other: {}, gold: {} } },
      colour: { category: { red: {}, other: {} }, missing: {} },
      side: { category: { north: {}, other: {}, south: {} } },
    })
  })

  test('finds the columns whose gaps the model fills', async () => {
    await add('filled.onnx', imputerExport(), { data: readSample('a,b,c\n1,2,3\n4,5,\n') })
    expect((await loadManifest(folder())).features).toEqual({
      a: { integer: { range: [1, 4] } },
      b: { integer: { range: [2, 5], missing: {} } },
      c: { integer: { range: [3, 3], missing: {} } },
    })
  })

  test('finds that numbers are logits', async () => {
    const { entry } = await add('net.onnx', logitsExport(), {
      data: readSample('u,v\n1,2\n3.5,-4\n'),
      classes: ['x', 'y', 'z'],
    })
    expect(entry).toMatchObject({ probabilities: { x: {}, y: {}, z: {} }, logits: {} })
    expect((await loadManifest(folder())).features).toEqual({
      u: { number: { range: [1, 3.5] } },
      v: { integer: { range: [-4, 2] } },
    })
  })

  test('brings the files with the weights along', async () => {
    await Bun.write(join(root, 'weights.bin'), weightBytes())
    await add('net.onnx', externalExport())
    expect(await Bun.file(join(folder(), 'weights.bin')).bytes()).toEqual(weightBytes())
  })

  test('says what it guessed', async () => {
    const { notes } = await add('net.onnx', logitsExport())
    expect(notes.join('\n')).toMatch(/rename class_0.*\n.*read as logits/)
  })

  test.each<[string, Partial<AddOptions>, RegExp]>([
    ['more columns than there are features', {}, /takes 2 columns, and ensemble.json has 1 features/],
    ['a feature that there is not', { features: ['a'] }, /no feature a among x/],
  ])('says what is wrong with %s of a folder', async (_, options, message) => {
    await add('one.onnx', failingExport())
    const [result] = await Promise.allSettled([add('net.onnx', plainExport(), options)])
    expect(String(result.status === 'rejected' && result.reason)).toMatch(message)
    expect((await readdir(folder())).toSorted()).toEqual(['ensemble.json', 'one.onnx'])
  })

  test.each([
    ['gone.onnx', undefined, 'no such file'],
    ['', undefined, 'is a folder, expected a model'],
    ['model.joblib', 'x', 'is no .onnx file; export the model as ONNX'],
    ['part.onnx', 'x', 'no ONNX model, or only a part of one'],
    ['page.onnx', '<html>', 'an HTML page'],
  ])('says what %p is instead of a model', async (name, content, message) => {
    if (content !== undefined) await Bun.write(join(root, name), content)
    await expect(addOne(name)).rejects.toThrow(message)
    expect(await Bun.file(join(folder(), 'ensemble.json')).exists()).toBe(false)
  })

  test.each<[string, Partial<AddOptions>, RegExp]>([
    ['a table of other columns', { data: readSample('a,b,c\n1,2,3\n') }, /--features/],
    [
      'a column that the table lacks',
      { data: readSample('a,b\n1,2\n'), features: ['a', 'z'] },
      /no column z/,
    ],
    ['too many names', { features: ['a', 'b', 'c'] }, /takes 2 columns, and there are 3 names/],
    [
      'too many classes',
      { classes: ['a', 'b', 'c', 'd'] },
      /expected: an output with the probabilities of 4/,
    ],
  ])('says what is wrong with %s', async (_, options, message) => {
    const [result] = await Promise.allSettled([add('net.onnx', plainExport(), options)])
    expect(String(result.status === 'rejected' && result.reason)).toMatch(message)
  })
})

describe('sepal add with several models', () => {
  test('makes one ensemble of those that can be served, and names the others', async () => {
    const addition = await addAll({
      'first.onnx': zipMapExport(['a', 'b', 'c']),
      'page.onnx': '<html>',
      'second.onnx': zipMapExport(['c', 'b', 'a']),
      'texts.onnx': failingExport(),
    })
    const { classifiers, combine } = await loadManifest(folder())
    expect(classifiers).toMatchObject({ first: { port: 8000 }, second: { port: 8001 } })
    expect(combine).toEqual({ 'soft-vote': {} })
    expect((await readdir(folder())).toSorted()).toEqual(['ensemble.json', 'first.onnx', 'second.onnx'])
    const report = formatAddition(addition, 'ensemble.json')
    expect(report).toMatch(/^page.onnx is left out: .*an HTML page/m)
    expect(report).toMatch(/^texts.onnx is left out: /m)
    expect(report).toMatch(/^combine is soft-vote: first, second /m)
  })

  test('leaves out one whose columns are not clear beside the features of the others', async () => {
    const { added, refused } = await addAll({ 'net.onnx': plainExport(), 'plans.onnx': categoriesExport() })
    expect(added.map(({ name }) => name)).toEqual(['plans'])
    expect(refused.map(({ reason }) => reason.message).join()).toMatch(/takes 2 columns.*--features/)
  })

  test('adds to an ensemble, whose combination stays', async () => {
    await add('first.onnx', zipMapExport(['a', 'b', 'c']))
    const { added, combine } = await addAll({
      'second.onnx': zipMapExport(['a', 'b', 'c']),
      'third.onnx': zipMapExport(['a', 'b', 'c']),
    })
    expect([added.length, combine]).toEqual([2, undefined])
    expect(Object.keys((await loadManifest(folder())).classifiers)).toEqual(['first', 'second', 'third'])
  })
})

describe('sepal check', () => {
  test('shows what is wrong and what to do, and names models that nobody serves', async () => {
    await add('net.onnx', plainExport(), { classes: ['a', 'b', 'c'] })
    await Bun.write(join(folder(), 'net.onnx'), logitsExport())
    await Bun.write(join(folder(), 'other.onnx'), plainExport())
    const report = await checkFolder(folder())
    expect(report.classifiers[0]?.fault?.advice).toContain('"logits": {}')
    expect(report.strays).toEqual(['other.onnx'])
    expect(formatReport(report)).toEndWith('models: its model does not fit')
  })

  test.each([
    [
      'export default ({ net }) => net[0] > 0.5',
      '  decides      on plausible answers\nmodels: its model fits',
    ],
    ['export const decide = 1', 'no default export'],
    ['export default () => { throw new Error("gold") }', 'gold'],
    [undefined, 'expected a file beside ensemble.json'],
  ])('loads the module %p that decides', async (source, said) => {
    await add('net.onnx', plainExport(), { classes: ['a', 'b', 'c'] })
    const path = join(folder(), 'ensemble.json')
    await Bun.write(path, (await Bun.file(path).text()).replace('"none"', '"./decide.ts"'))
    if (source !== undefined) await Bun.write(join(folder(), 'decide.ts'), source)
    expect(formatReport(await checkFolder(folder()))).toContain(said)
  })

  test('ends with 1 when a model does not fit, and with 2 for arguments that it does not know', async () => {
    const run = async (...args: string[]) => {
      const main = join(import.meta.dir, '../../sepal/src/main.ts')
      await using child = Bun.spawn([process.execPath, main, 'check', ...args], {
        stdout: 'ignore',
        stderr: 'ignore',
      })
      return await child.exited
    }
    await add('net.onnx', plainExport(), { classes: ['a', 'b', 'c'] })
    const fitting = await run(folder())
    await Bun.write(join(folder(), 'net.onnx'), '<html>')
    expect([fitting, await run(folder()), await run(join(root, 'nowhere')), await run('--nothing')]).toEqual([
      0, 1, 1, 2,
    ])
  })
})
