import { describe, expect, test } from 'bun:test'
import { hashOf } from './api-key.ts'
import { entriesOf, KeyFileError, parseKeyFile } from './key-file.ts'

const sha256 = hashOf('a key')
const web = { sha256, scopes: ['predict'], rate: '100/s', created: '2026-01-01' }
const read = (file: unknown) => entriesOf(parseKeyFile(JSON.stringify(file)))

test('reads the keys in their order', () => {
  const operator = { sha256: hashOf('another'), scopes: ['operate', 'predict'] }
  expect(read({ keys: { web, operator } })).toEqual([
    { name: 'web', sha256, scopes: ['predict'], rate: { rows: 100, windowSeconds: 1 } },
    { name: 'operator', ...operator },
  ] as ReturnType<typeof read>)
})

test('a file without keys lets nobody in', () => {
  expect(read({ keys: {} })).toEqual([])
})

describe('the message says which field is wrong', () => {
  const many = Object.fromEntries(
    Array.from({ length: 257 }, (_, i) => [`k${i}`, { ...web, sha256: hashOf(`${i}`) }]),
  )
  test('of too many keys', () => {
    expect(() => read({ keys: many })).toThrow(
      /^keys is .{40}…, expected an object of at most 256 keys by name$/,
    )
  })
  test.each<[unknown, string]>([
    [[], 'the file is [], expected an object with keys'],
    [{}, 'keys is missing, expected an object of at most 256 keys by name'],
    [
      { keys: { web: { ...web, scopes: ['opreate'] } } },
      'keys.web.scopes[0] is "opreate", expected one of predict, feedback, operate',
    ],
    [
      { keys: { web: { ...web, scopes: [] } } },
      'keys.web.scopes is [], expected one or more of predict, feedback, operate, each once',
    ],
    [
      { keys: { web: { ...web, rate: 'fast' } } },
      'keys.web.rate is "fast", expected rows per second or minute, like 100/s or 600/min',
    ],
    [{ keys: { web: { ...web, rat: '1/s' } } }, 'keys.web.rat is no known field'],
    [
      { keys: { Web: web } },
      'keys has the name "Web", expected at most 40 lowercase letters, digits, `.`, `_` and `-`',
    ],
    [{ keys: { web, 'web-2': web } }, 'keys.web-2 and keys.web are the same key'],
  ])('%j', (file, message) => {
    expect(() => read(file)).toThrow(new KeyFileError(message))
  })

  test('and never repeats what may be a key', () => {
    expect(() => read({ keys: { web: { ...web, sha256: 'sepal_secret' } } })).toThrow(
      new KeyFileError(
        'keys.web.sha256 is a text of 12, expected the SHA-256 of the key, as 64 hexadecimal digits',
      ),
    )
    expect(() => parseKeyFile('{')).toThrow(/^not JSON: /)
  })
})
