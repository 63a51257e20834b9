import { describe, expect, test } from 'bun:test'
import { formFor, loadPageFiles, type PageFile } from './page-files.ts'

const bytes = (text: string) => new TextEncoder().encode(text)
const file: PageFile = {
  type: 'text/css',
  forms: new Map([
    ['br', bytes('b')],
    ['gzip', bytes('g')],
    ['identity', bytes('plain')],
  ]),
  hash: '0',
}

describe('the form of a file that a caller gets', () => {
  test.each([
    [null, 'identity'],
    ['', 'identity'],
    ['br', 'br'],
    ['gzip, deflate, br, zstd', 'br'],
    ['GZIP', 'gzip'],
    ['gzip;q=0.5, br;q=0.1', 'br'],
    ['gzip, br;q=0', 'gzip'],
    ['gzip;q=0.000, br; q=0', 'identity'],
    ['*', 'identity'],
    ['zstd', 'identity'],
  ] as const)('%p takes %s', (accepted, encoding) => {
    expect(formFor(file, accepted)[0]).toBe(encoding)
  })

  test('is the plain one when there is no other', () => {
    const plain = { ...file, forms: new Map([['identity', bytes('plain')]] as const) }
    expect(formFor(plain, 'br, gzip')).toEqual(['identity', bytes('plain')])
  })
})

test('a folder that is not there has no files', async () => {
  expect(await loadPageFiles('/nowhere')).toEqual(new Map())
})
