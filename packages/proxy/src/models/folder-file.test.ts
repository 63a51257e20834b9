import { afterAll, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readFolderFile } from './folder-file.ts'

const root = await mkdtemp(join(tmpdir(), 'sepal-folder-'))
afterAll(() => rm(root, { recursive: true }))
const folder = join(root, 'models')
await mkdir(join(folder, '..data'), { recursive: true })
await writeFile(join(root, 'secret.csv'), 'secret')
await writeFile(join(root, 'models-of-others.csv'), 'secret')
await writeFile(join(folder, 'plain.csv'), 'plain')
await writeFile(join(folder, 'key.pem'), 'secret')
await writeFile(join(folder, '..data', 'mounted.csv'), 'mounted')
await mkdir(join(folder, 'folder.csv'))
const links = {
  'inside.csv': 'plain.csv',
  // As Kubernetes mounts a ConfigMap.
  'mounted.csv': '..data/mounted.csv',
  'outside.csv': '../secret.csv',
  'absolute.csv': join(root, 'secret.csv'),
  'beside.csv': '../models-of-others.csv',
  'twice.csv': 'outside.csv',
  'key.csv': 'key.pem',
  'gone.csv': 'nowhere.csv',
  'circle.csv': 'circle.csv',
}
for (const [name, target] of Object.entries(links)) await symlink(target, join(folder, name))
await symlink(folder, join(root, 'linked'))

test.each([
  ['plain.csv', 'plain'],
  ['inside.csv', 'plain'],
  ['mounted.csv', 'mounted'],
])('%s is read', async (name, text) => {
  expect(await readFolderFile(folder, name, 100)).toBe(text)
  expect(await readFolderFile(join(root, 'linked'), name, 100)).toBe(text)
})

test.each([
  'outside.csv',
  'absolute.csv',
  'beside.csv',
  'twice.csv',
  'key.csv',
  'gone.csv',
  'circle.csv',
  'folder.csv',
  'missing.csv',
  '../secret.csv',
])('%s is not', async (name) => {
  expect(await readFolderFile(folder, name, 100)).toBeUndefined()
})

test('a file that is larger than allowed is not read', async () => {
  expect(await readFolderFile(folder, 'plain.csv', 4)).toBeUndefined()
  expect(await readFolderFile(folder, 'plain.csv', 5)).toBe('plain')
})
