import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { externalExport, weightBytes } from '@sepal/onnx/testing'
import { ModelFolder } from '../../test/model-folder.ts'
import { classifierFiles } from './classifier-files.ts'
import { readModelSource } from './model-source.ts'

const manifest = {
  name: 'net',
  features: { a: { number: {} }, b: { number: {} } },
  sample: { a: 1, b: 2 },
  classifiers: {
    net: { model: 'net.onnx', port: 8000, probabilities: { x: {}, y: {}, z: {} }, golden: 'net.golden.json' },
    other: { model: 'other.onnx', port: 8001, probabilities: { x: {}, y: {}, z: {} } },
  },
  combine: { none: {} },
}

test('a classifier needs its model, the weights and the golden rows, and no other model', async () => {
  await using folder = await ModelFolder.write(manifest, {
    'net.onnx': externalExport('parts/net.onnx.data'),
    'parts/net.onnx.data': weightBytes(),
    'net.golden.json': new TextEncoder().encode('{}'),
  })
  expect(await classifierFiles(folder.path, manifest, 'net')).toEqual([
    'net.onnx',
    'parts/net.onnx.data',
    'net.golden.json',
  ])
})

test('two files of one model have one SHA-256, which changes with either', async () => {
  const weights = weightBytes()
  await using folder = await ModelFolder.write(manifest, {
    'net.onnx': externalExport(),
    'weights.bin': weights,
  })
  const path = join(folder.path, 'net.onnx')
  const { sha256 } = await readModelSource(path)
  await Bun.write(join(folder.path, 'weights.bin'), weights.with(0, 1))
  expect((await readModelSource(path)).sha256).not.toBe(sha256)
})

test.each([
  ['net', 'no such file'],
  ['nobody', 'no classifier "nobody"'],
])('the files of %s are refused where something is missing', async (name, message) => {
  await using folder = await ModelFolder.write(manifest, { 'net.onnx': externalExport() })
  expect(classifierFiles(folder.path, manifest, name)).rejects.toThrow(message)
})
