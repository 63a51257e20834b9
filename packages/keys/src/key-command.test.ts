import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm, stat, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { isKey } from './api-key.ts'
import { keyCommand, runKey } from './key-command.ts'
import { entriesOf } from './key-file.ts'
import { readKeyFile } from './key-file-edit.ts'
import { KeyRing } from './key-ring.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'))
})
afterAll(() => rm(folder, { recursive: true }))

/** What the command prints. */
async function run(...argv: string[]): Promise<string> {
  const written: string[] = []
  const { write } = process.stdout
  const { error } = console
  process.stdout.write = (text: string | Uint8Array) => {
    written.push(String(text))
    return true
  }
  console.error = () => {}
  try {
    await runKey(keyCommand.read(argv))
  } finally {
    process.stdout.write = write
    console.error = error
  }
  return written.join('')
}

test('a key is made, works, is listed and removed', async () => {
  const file = join(folder, 'keys.json')
  const key = (await run('new', 'web', '--rate', '60/min', '--file', file)).trim()
  await run('new', 'ops', '--scope', 'operate', '--file', file)
  expect(isKey(key)).toBeTrue()
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  const ring = new KeyRing(entriesOf(await readKeyFile(file)))
  expect(ring.find(key)).toMatchObject({ name: 'web', scopes: ['predict'], limit: { rate: { rows: 60 } } })
  expect(await run('list', '--file', file)).toMatch(
    /^web\tpredict\t60\/min\t\d{4}-\d\d-\d\d\nops\toperate\t-\t\d{4}-\d\d-\d\d\n$/,
  )
  expect(await Bun.file(file).text()).not.toContain(key)
  await run('remove', 'web', '--file', file)
  expect(Object.keys((await readKeyFile(file)).keys)).toEqual(['ops'])
})

test('the file that a link names is written, and the link stays', async () => {
  const [file, link] = [join(folder, 'real.json'), join(folder, 'link.json')]
  await run('new', 'a', '--file', file)
  await symlink(file, link)
  await run('new', 'b', '--file', link)
  expect(Object.keys((await readKeyFile(file)).keys)).toEqual(['a', 'b'])
})

test.each([
  [['new'], 'NAME is missing'],
  [['new', 'A b'], 'NAME is "A b"'],
  [['list', 'x'], 'list takes no NAME'],
  [['make', 'x'], 'the action is "make", expected new, list or remove'],
  [['new', 'x', '--rate', '5'], '--rate is "5", expected rows per second or minute'],
  [['new', 'x', '--scope', 'admin'], '--scope is "admin", expected one of predict, feedback, operate'],
])('%j is refused', async (argv, message) => {
  expect(run(...argv, '--file', join(folder, 'none.json'))).rejects.toThrow(message)
})

test('a name that is taken, or not there, is refused, and a broken file is left alone', async () => {
  const file = join(folder, 'taken.json')
  await run('new', 'web', '--file', file)
  expect(run('new', 'web', '--file', file)).rejects.toThrow('has a key web; choose another name')
  expect(run('remove', 'wep', '--file', file)).rejects.toThrow('has no key wep; it has: web')
  await Bun.write(file, '{"keys": 1}')
  expect(run('new', 'other', '--file', file)).rejects.toThrow('taken.json: keys is 1, expected an object')
  expect(await Bun.file(file).text()).toBe('{"keys": 1}')
})
