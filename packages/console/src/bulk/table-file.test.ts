import { describe, expect, test } from 'bun:test'
import { gzipSync } from 'node:zlib'
import { openFile, textOf } from './table-file.ts'

type Bytes = string | Uint8Array<ArrayBuffer>

const features = ['größe', 'b'].map((name) => ({ name, unit: '', range: [0, 1] }))
const fileOf = (content: Bytes) => new File([content], 'rows.csv')

async function contentOf(content: Bytes): Promise<string> {
  let all = ''
  for await (const { text } of textOf(fileOf(content))) all += text
  return all
}

/** Enough for several pieces, of characters with two and three bytes: wherever it is cut, one of them is. */
const long = Array.from({ length: 40_000 }, (_, i) => `${i},花が咲く${'é'.repeat(i % 3)},5.1\n`).join('')

test('no character is lost, however long the file is', async () => {
  expect(await contentOf(long)).toBe(long)
})

test('progress is measured in bytes of the stored file', async () => {
  const file = fileOf(gzipSync(long))
  let last = 0
  for await (const { bytesRead } of textOf(file)) last = bytesRead
  expect(last).toBe(file.size)
})

const text = 'größe,b\n1,2\n'
test.each([
  ['UTF-8', text],
  ['UTF-8 with a byte order mark', `\u{feff}${text}`],
  ['UTF-16LE', new Uint8Array(Buffer.from(`\u{feff}${text}`, 'utf16le'))],
  ['UTF-16BE', new Uint8Array(Buffer.from(`\u{feff}${text}`, 'utf16le').swap16())],
  ['gzip', gzipSync(text)],
  ['gzipped UTF-16', gzipSync(Buffer.from(`\u{feff}${text}`, 'utf16le'))],
])('%s is read', async (_, content) => {
  expect(await contentOf(content)).toBe(text)
  expect((await openFile(fileOf(content), features)).table.names).toEqual(['größe', 'b'])
})

describe('a file that cannot be read says why', () => {
  test.each([
    ['another encoding', new Uint8Array(Buffer.from('größe,b\n', 'latin1')), 'not text in UTF-8'],
    ['a spreadsheet', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'an Excel workbook'],
    ['half of a gzip', gzipSync(long).subarray(0, 999), 'not text in UTF-8'],
    ['an empty file', '', 'it is empty'],
    ['blank lines', '\n \n', 'it is empty'],
    ['a quote that is never closed', `a,"b\n${'3,4\n'.repeat(9)}`, 'a quote on line 1 is never closed'],
  ])('%s', async (_, content, reason) => {
    await expect(openFile(fileOf(new Uint8Array(Buffer.from(content))), features)).rejects.toThrow(reason)
  })
})
