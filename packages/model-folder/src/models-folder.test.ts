import { afterAll, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { findModelsFolder, modelsFolder } from './models-folder.ts'

const root = await mkdtemp(join(tmpdir(), 'sepal-models-folder-'))
afterAll(() => rm(root, { recursive: true }))

const folder = async (name: string, ...files: readonly string[]) => {
  await mkdir(join(root, name), { recursive: true })
  for (const file of files) await Bun.write(join(root, name, file), '{}')
  return join(root, name)
}

test('is the working folder, else models in it', async () => {
  const both = await folder('both', 'ensemble.json', 'models/ensemble.json')
  expect(await modelsFolder(undefined, both)).toBe(both)
  const inside = await folder('inside', 'models/ensemble.json')
  expect(await modelsFolder(undefined, inside)).toBe(join(inside, 'models'))
})

test('is the one that is named, wherever the others are', async () => {
  const cwd = await folder('named', 'ensemble.json', 'other/ensemble.json')
  expect(await modelsFolder('other', cwd)).toBe(join(cwd, 'other'))
})

test('says what to do where there is none', async () => {
  const empty = await folder('empty')
  expect(await findModelsFolder(empty)).toBeUndefined()
  await expect(modelsFolder(undefined, empty)).rejects.toThrow('npx sepal add FILE.onnx')
})

test('says what is wrong with the one that is named', async () => {
  const models = await folder('models', 'net.onnx')
  await expect(modelsFolder(models)).rejects.toThrow(
    `npx sepal add ${join(models, 'net.onnx')} --models ${models}`,
  )
  await expect(modelsFolder(join(models, 'net.onnx'))).rejects.toThrow('is a file, expected the folder')
  await expect(modelsFolder(join(root, 'no'))).rejects.toThrow('no such folder')
})
