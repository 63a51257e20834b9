import { expect, test } from 'bun:test'
import { mkdtempDisposable } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { prepareFile } from './result-file.ts'

test('a missing folder is created; a path that is no file is refused', async () => {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'sepal-results-'))
  const path = join(folder.path, 'new', 'bench.json')
  await prepareFile(path)
  expect(await Bun.write(path, '{}')).toBe(2)
  await prepareFile(path)
  for (const wrong of ['', folder.path, join(path, 'bench.json')]) {
    await expect(prepareFile(wrong)).rejects.toThrow('results cannot be written to ')
  }
})
