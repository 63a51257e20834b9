import { afterAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadDecide } from './decide-module.ts'

const folder = await mkdtemp(join(tmpdir(), 'sepal-decide-'))
afterAll(() => rm(folder, { recursive: true }))

const manifest = (file: string) => ({
  name: 'prices',
  features: { area: { number: {} } },
  sample: { area: 80 },
  classifiers: { linear: { model: 'linear.onnx', port: 8000, value: {} } },
  combine: { [`./${file}`]: {} },
})

async function loaded(name: string, code: string) {
  const file = `${name}.ts`
  await Bun.write(join(folder, file), code)
  return await loadDecide(folder, manifest(file))
}

test('a module decides by the answers', async () => {
  const decideRow = await loaded('fine', 'export default ({ linear }: { linear?: number }) => [linear]')
  expect(decideRow?.({ linear: 3 })).toEqual([3])
})

test('a strategy needs none', async () => {
  expect(await loadDecide(folder, { ...manifest('x.ts'), combine: { mean: {} } })).toBeUndefined()
})

test('a module that is not there is refused', async () => {
  expect(loadDecide(folder, manifest('gone.ts'))).rejects.toThrow(
    'combine is "./gone.ts", expected a file beside ensemble.json',
  )
})

test.each([
  ['none', 'export const decide = 1', './none.ts has no default export, expected a function of the answers'],
  ['number', 'export default 1', './number.ts has a number as its default export'],
  ['broken', 'export default (', './broken.ts cannot be loaded: '],
  ['throws', 'export default () => { throw new Error("no") }', './throws.ts threw: no. It was tried with'],
  ['async', 'export default async () => 1', './async.ts returned a Promise, expected JSON. It was tried'],
  ['date', 'export default () => ({ at: new Date() })', './date.ts returned a Date, expected JSON'],
  ['nothing', 'export default () => ({ a: undefined })', './nothing.ts returned undefined, expected JSON'],
  ['cycle', 'const a: object = {}; export default () => Object.assign(a, { a })', './cycle.ts returned more'],
])('a module that cannot decide is refused: %s', (name, code, message) => {
  expect(loaded(name, code)).rejects.toThrow(message)
})
