import { afterAll, beforeAll, describe, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { infer } from '../../fixtures/inference.ts'
import { run } from './command.ts'

const committed = fileURLToPath(new URL('../../../../models', import.meta.url))

let folder: string
const lines: string[] = []
const print = (line: string) => lines.push(line)

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'modeling-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('training gives the committed models and cards, byte for byte', async () => {
  expect(await run({ kind: 'check', models: committed, out: committed }, print)).toBe(0)
})

test('a check reports missing files and a changed byte, and nothing after training', async () => {
  const out = join(folder, 'out')
  lines.length = 0
  expect(await run({ kind: 'check', models: committed, out }, print)).toBe(1)
  expect(lines).toContain(`${join(out, 'setosa.onnx')}: missing`)

  lines.length = 0
  expect(await run({ kind: 'write', models: committed, out }, print)).toBe(0)
  expect(lines).toContain(`${join(out, 'setosa.onnx')}: written`)
  expect(await run({ kind: 'check', models: committed, out }, print)).toBe(0)

  const bytes = await Bun.file(join(out, 'setosa.onnx')).bytes()
  await Bun.write(join(out, 'setosa.onnx'), bytes.with(bytes.length - 1, 0xff))
  lines.length = 0
  expect(await run({ kind: 'check', models: committed, out }, print)).toBe(1)
  expect(lines).toContain(`${join(out, 'setosa.onnx')}: differs`)
  expect(lines).toContain(`${join(out, 'setosa.card.json')}: same`)
})

describe('another ensemble: five classifiers, two features', () => {
  const kinds = ['north', 'east', 'south', 'west', 'centre']
  const centres = [
    [0, 5],
    [5, 0],
    [0, -5],
    [-5, 0],
    [0, 0],
  ]
  const manifest = {
    name: 'compass',
    features: [
      { name: 'x', unit: '', range: [-7, 7] },
      { name: 'y', unit: '', range: [-7, 7] },
    ],
    sample: [0, 5],
    classifiers: Object.fromEntries(
      kinds.map((kind, i) => [kind, { model: `${kind}.onnx`, port: 8100 + i, classes: [kind, 'rest'] }]),
    ),
    combine: 'one-vs-rest',
  }
  const recipe = {
    data: 'compass.csv',
    label: 'kind',
    split: { testFraction: 0.25, seed: 1 },
    svm: { C: 1, gamma: 'scale', tolerance: 0.001 },
    calibration: { folds: 5, seed: 1 },
  }
  const rows = centres.flatMap(([x = 0, y = 0], k) =>
    Array.from({ length: 12 }, (_, i) => [kinds[k], x + Math.sin(i), y + Math.cos(3 * i)]),
  )

  const write = async (name: string, changed: object = {}) => {
    const models = join(folder, name)
    const files = {
      manifest,
      recipe,
      csv: ['kind,x,y', ...rows.map((row) => row.join(','))].join('\n'),
      ...changed,
    }
    await Bun.write(join(models, 'ensemble.json'), JSON.stringify(files.manifest))
    await Bun.write(join(models, 'training.json'), JSON.stringify(files.recipe))
    await Bun.write(join(models, 'compass.csv'), files.csv)
    return models
  }

  test('is trained, and each classifier recognises its own class', async () => {
    const models = await write('compass')
    expect(await run({ kind: 'write', models, out: models }, print)).toBe(0)
    for (const [k, kind] of kinds.entries()) {
      const bytes = await Bun.file(join(models, `${kind}.onnx`)).bytes()
      const { probabilities } = await infer(bytes, centres)
      expect(probabilities.map(([own = NaN]) => own > 0.5)).toEqual(centres.map((_, i) => i === k))
    }
    const card = await Bun.file(join(models, 'centre.card.json')).json()
    expect(card).toMatchObject({
      classifier: 'centre',
      data: { file: 'compass.csv', rows: 60, features: ['x', 'y'], label: 'kind' },
      split: { seed: 1, trainRows: 45, testRows: 15 },
      metrics: {
        accuracy: 1,
        confusionMatrix: {
          classes: ['centre', 'rest'],
          counts: [
            [3, 0],
            [0, 12],
          ],
        },
      },
      model: { file: 'centre.onnx', producer: 'sepal' },
    })
  })

  const withClasses = (classes: string[]) => ({
    ...manifest,
    classifiers: { north: { model: 'north.onnx', port: 8100, classes } },
  })
  test.each([
    [
      'a label that no row has',
      { manifest: withClasses(['up', 'rest']) },
      'is for "up", but no row has this label; labels: north, east',
    ],
    [
      'three classes',
      { manifest: withClasses(['north', 'east', 'rest']) },
      '"north" has 3 classes, expected probabilities of two',
    ],
    ['one label only', { csv: 'kind,x,y\nnorth,1,2\nnorth,1,3' }, 'every row is labelled "north"'],
    ['a missing column', { csv: 'kind,x\nnorth,1' }, 'no column for y among kind, x'],
    ['a missing file', { recipe: { ...recipe, data: 'none.csv' } }, 'there is no none.csv'],
  ])('is refused with %s', async (name, changed, message) => {
    const models = await write(name, { manifest: withClasses(['north', 'rest']), ...changed })
    await expect(run({ kind: 'write', models, out: models }, print)).rejects.toThrow(message)
  })
})
