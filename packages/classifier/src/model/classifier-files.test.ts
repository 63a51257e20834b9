import { expect, test } from 'bun:test'
import { stat } from 'node:fs/promises'
import { join } from 'node:path'
import { externalExport, weightBytes } from '@sepal/onnx/testing'
import { ModelFolder } from '../../test/model-folder.ts'
import { readModelSource } from './model-source.ts'

const main = join(import.meta.dir, '../../build/main.ts')
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

async function copy(from: string, name: string, to: string) {
  const child = Bun.spawn([process.execPath, main, from, name, to], { stdout: 'pipe', stderr: 'pipe' })
  const [stdout, stderr] = await Promise.all([child.stdout.text(), child.stderr.text()])
  return { files: stdout.trim().split('\n'), stderr, code: await child.exited }
}

test('an image has the model, its weights and its golden rows, and no other model', async () => {
  await using folder = await ModelFolder.write(manifest, {
    'net.onnx': externalExport('parts/net.onnx.data'),
    'parts/net.onnx.data': weightBytes(),
    'net.golden.json': new TextEncoder().encode('{}'),
  })
  const to = join(folder.path, 'image')
  const { files, code } = await copy(folder.path, 'net', to)
  expect([files, code]).toEqual([['ensemble.json', 'net.onnx', 'parts/net.onnx.data', 'net.golden.json'], 0])
  expect([...new Bun.Glob('**').scanSync(to)].sort()).toEqual(files.toSorted())
  const [own, copied] = await Promise.all(
    [folder.path, to].map((at) => readModelSource(join(at, 'net.onnx'))),
  )
  expect(copied?.sha256).toBe(own?.sha256 ?? '')
  expect((await stat(join(to, 'net.onnx'))).mode & 0o777).toBe(0o444)
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
])('an image of %s is not built where something is missing', async (name, message) => {
  await using folder = await ModelFolder.write(manifest, { 'net.onnx': externalExport() })
  const { stderr, code } = await copy(folder.path, name, join(folder.path, 'image'))
  expect([stderr, code]).toEqual([expect.stringContaining(message), 1])
})
