import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { keyIn } from './key-file-option.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'key-file-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a key is what is in the file, without its line break', async () => {
  const file = join(folder, 'key')
  await Bun.write(file, 'sepal_abc\n')
  expect([keyIn(file), keyIn(undefined)]).toEqual(['sepal_abc', undefined])
})

test('a file that is not there, empty, or something else is refused', async () => {
  const file = join(folder, 'other')
  expect(() => keyIn(file)).toThrow(`--key-file: ${file} cannot be read`)
  for (const text of ['', '{"keys": {}}']) {
    await Bun.write(file, text)
    expect(() => keyIn(file)).toThrow('has no key, expected one on a line of its own')
  }
})
