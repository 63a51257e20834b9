import { afterAll, beforeAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readSecret } from './secret.ts'

const secret = '0123456789abcdef'
let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'secret-'))
})
afterAll(() => rm(folder, { recursive: true }))

test('a secret is the value, or what is in the file without its line break; none is none', async () => {
  const file = join(folder, 'token')
  await Bun.write(file, `${secret}\n`)
  expect(readSecret({ name: 'TOKEN', value: secret, file: '' })).toBe(secret)
  expect(readSecret({ name: 'TOKEN', value: '', file })).toBe(secret)
  expect(readSecret({ name: 'TOKEN', value: '', file: '' })).toBeUndefined()
})

test('a message says what is wrong, and never the secret', async () => {
  const file = join(folder, 'empty')
  await Bun.write(file, '\n')
  const wrong = [
    { value: secret, file },
    { value: '', file },
    { value: '', file: join(folder, 'none') },
    { value: 'geheim', file: '' },
    { value: `${secret} ${secret}`, file: '' },
  ]
  const messages = wrong.map((one) => {
    try {
      return readSecret({ name: 'TOKEN', ...one })
    } catch (error) {
      return error instanceof Error ? error.message : ''
    }
  })
  expect(messages).toEqual([
    'TOKEN and TOKEN_FILE are set; set one of them',
    'TOKEN has 0 characters, expected at least 16, without spaces (openssl rand -hex 32)',
    `TOKEN_FILE is ${JSON.stringify(join(folder, 'none'))}, which cannot be read (ENOENT)`,
    'TOKEN has 6 characters, expected at least 16, without spaces (openssl rand -hex 32)',
    'TOKEN has 33 characters, expected at least 16, without spaces (openssl rand -hex 32)',
  ])
})
