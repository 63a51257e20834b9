import { describe, expect, test } from 'bun:test'
import { gzipSync } from 'node:zlib'
import { chunksOf, firstLineOf, type Line } from './csv-file.ts'

type Bytes = string | Uint8Array<ArrayBuffer>

const fileOf = (content: Bytes) => new File([content], 'rows.csv')

async function linesOf(content: Bytes): Promise<Line[]> {
  const lines: Line[] = []
  for await (const chunk of chunksOf(fileOf(content))) lines.push(...chunk.lines)
  return lines
}

/** Enough for several pieces, of characters with two and three bytes: wherever it is cut, one of them is. */
const long = Array.from({ length: 40_000 }, (_, i) => `${i},花が咲く${'é'.repeat(i % 3)},5.1`)

test('no character is lost, however long the file is', async () => {
  const lines = await linesOf(`${long.join('\n')}\n`)
  expect(lines.map(({ cells }) => cells.join())).toEqual(long)
  expect(lines.at(-1)?.number).toBe(long.length)
})

test('how much was read is told of the file as it is stored', async () => {
  const file = fileOf(gzipSync(long.join('\n')))
  let last = 0
  let lines = 0
  for await (const chunk of chunksOf(file)) {
    last = chunk.bytesRead
    lines += chunk.lines.length
  }
  expect([last, lines]).toEqual([file.size, long.length])
})

test('lines have the numbers that an editor shows', async () => {
  const text = 'a,b\n\n1,2\n"x\ny",3\n , \n4,"5"'
  expect(await linesOf(text)).toEqual([
    { number: 1, cells: ['a', 'b'] },
    { number: 3, cells: ['1', '2'] },
    { number: 4, cells: ['x\ny', '3'] },
    { number: 7, cells: ['4', '5'] },
  ])
})

describe('the cells are the same', () => {
  const cells = [
    ['größe', 'b'],
    ['1', '2'],
  ]
  const utf16 = new Uint8Array(Buffer.from('\u{feff}größe,b\n1,2\n', 'utf16le'))
  test.each([
    ['with CRLF', 'größe,b\r\n1,2\r\n'],
    ['with semicolons', 'größe;b\n1;2\n'],
    ['with tabs', 'größe\tb\n1\t2'],
    ['with a byte order mark', '\u{feff}größe,b\n1,2\n'],
    ['in UTF-16', utf16],
    ['gzipped', gzipSync('größe,b\n1,2\n')],
  ])('%s', async (_, content) => {
    expect((await linesOf(content)).map((line) => line.cells)).toEqual(cells)
  })
})

describe('what cannot be read is told', () => {
  test.each([
    ['another encoding', new Uint8Array(Buffer.from('größe,b\n', 'latin1')), 'no text in UTF-8'],
    ['no text', new Uint8Array([0x50, 0x4b, 3, 4, 0, 0]), 'no text in UTF-8'],
    ['half of a gzip', gzipSync(long.join('\n')).subarray(0, 999), 'no text in UTF-8'],
    [
      'a quote without an end',
      `a,b\n1,"2\n${'3,4\n'.repeat(1_100_000)}`,
      'a quote on line 2 is never closed',
    ],
  ])('%s', async (_, content, reason) => {
    await expect(linesOf(new Uint8Array(Buffer.from(content)))).rejects.toThrow(reason)
  })
})

test('an empty file has no first line, and neither has one of empty lines', async () => {
  expect(await firstLineOf(fileOf(''))).toEqual([])
  expect(await firstLineOf(fileOf('\n \n'))).toEqual([])
  expect(await firstLineOf(fileOf('\na,b\n'))).toEqual(['a', 'b'])
})
