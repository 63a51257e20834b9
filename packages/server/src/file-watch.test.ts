import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdir, mkdtemp, rename, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { RecordedLog } from '../test/recorded-log.ts'
import { FileWatch } from './file-watch.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'file-watch-'))
})
afterAll(() => rm(folder, { recursive: true }))

async function watched(file: string) {
  const log = new RecordedLog()
  const seen: string[] = []
  const watch = await FileWatch.start([file], {
    onChange: async () => {
      seen.push(await Bun.file(file).text())
    },
    log,
  })
  return { watch, seen, log, [Symbol.dispose]: () => watch.stop() }
}

test('a file that is replaced is read again, once', async () => {
  const file = join(folder, 'replaced')
  await writeFile(file, 'one')
  using it = await watched(file)
  await it.watch.look()
  expect(it.seen).toEqual([])
  await writeFile(`${file}.new`, 'two')
  await rename(`${file}.new`, file)
  await it.watch.look()
  await it.watch.look()
  expect(it.seen).toEqual(['two'])
})

test('a mounted Secret, which changes by the swap of a link to its folder, is read again', async () => {
  const mount = join(folder, 'secret')
  for (const version of ['a', 'b']) {
    await mkdir(join(mount, `..${version}`), { recursive: true })
    await writeFile(join(mount, `..${version}`, 'keys.json'), version)
  }
  await symlink('..a', join(mount, '..data'))
  await symlink('..data/keys.json', join(mount, 'keys.json'))
  using it = await watched(join(mount, 'keys.json'))
  await symlink('..b', join(mount, '..next'))
  await rename(join(mount, '..next'), join(mount, '..data'))
  await it.watch.look()
  expect(it.seen).toEqual(['b'])
})

test('a change that cannot be used is logged, and the next one is tried again', async () => {
  const file = join(folder, 'removed')
  await writeFile(file, 'one')
  using it = await watched(file)
  await rm(file)
  await it.watch.look()
  expect(it.log.lines).toMatchObject([{ level: 'error', files: [file] }])
  await writeFile(file, 'two')
  await it.watch.look()
  expect(it.seen).toEqual(['two'])
})
