import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { type Block, type Position, readBlocks } from './blocks.ts'
import { LineCutter } from './line-cutter.ts'

const START: Position = { offset: 0, line: 0 }
/** An odd number of quotes opens or closes. */
const isOpenAfter = (line: string, wasOpen: boolean) => wasOpen !== ((line.split('"').length - 1) % 2 === 1)

type Options = { records?: number; from?: Position; stopping?: AbortSignal }

async function blocksOf(pieces: readonly string[], options: Options = {}): Promise<Block[]> {
  const { records = 3, from = START, stopping = new AbortController().signal } = options
  return await Array.fromAsync(readBlocks(pieces, new LineCutter(from, isOpenAfter), { records, stopping }))
}
const textsOf = (blocks: readonly Block[]) => blocks.flatMap(({ texts }) => texts)

describe('blocks', () => {
  test('have so many records, and say where they begin and end', async () => {
    const blocks = await blocksOf(['a\nbb\n\nc\r\ndd'], { records: 2 })
    expect(blocks.map(({ texts }) => texts)).toEqual([
      ['a', 'bb'],
      ['c', 'dd'],
    ])
    expect(blocks.map(({ end }) => end)).toEqual([
      { offset: 5, line: 2 },
      { offset: 11, line: 5 },
    ])
    expect(blocks.flatMap(({ starts }) => starts.map(({ line }) => line))).toEqual([0, 1, 3, 4])
  })

  test.each([
    ['LF', 'a\nb\nc\n'],
    ['CRLF', 'a\r\nb\r\nc\r\n'],
    ['CR', 'a\rb\rc\r'],
    ['all of them mixed', 'a\r\nb\rc\n'],
    ['none at the end', 'a\rb\nc'],
    ['blank lines between', 'a\n\n  \nb\r\r\nc\n\n'],
  ])('end at %s', async (_, text) => {
    expect(textsOf(await blocksOf([text]))).toEqual(['a', 'b', 'c'])
    expect(textsOf(await blocksOf([...text]))).toEqual(['a', 'b', 'c'])
  })

  test('count a line for each line end, whichever it is', async () => {
    const [block] = await blocksOf(['a\r\nb\rc\n\nd'], { records: 9 })
    expect(block?.starts).toEqual([
      { offset: 0, line: 0 },
      { offset: 3, line: 1 },
      { offset: 5, line: 2 },
      { offset: 8, line: 4 },
    ])
    expect(block?.end).toEqual({ offset: 9, line: 5 })
  })

  test('keep a record with line breaks in one piece', async () => {
    const [block] = await blocksOf(['a\n"b\r\nc\nd"\r\ne\n'])
    expect(block?.texts).toEqual(['a', '"b\r\nc\nd"', 'e'])
    expect(block?.starts.map(({ line }) => line)).toEqual([0, 1, 4])
  })

  test('have a quote that is not closed as one bad line, and read what follows', async () => {
    const [block] = await blocksOf(['a\n"b\nc\nd\n'])
    expect(block).toMatchObject({ texts: ['a', 'c', 'd'], end: { offset: 9, line: 4 } })
    expect(block?.bad).toEqual([
      { start: { offset: 2, line: 1 }, reason: 'a quote is never closed', text: '"b' },
    ])
  })

  test('have a line that is too long as a bad one, and keep little of it', async () => {
    const long = Array.from({ length: 40 }, () => 'x'.repeat(100_000))
    const blocks = await blocksOf(['a\n', ...long, '\nb\n'])
    expect(textsOf(blocks)).toEqual(['a', 'b'])
    const [bad] = blocks.flatMap((block) => block.bad)
    expect(bad).toMatchObject({
      start: { offset: 2, line: 1 },
      reason: 'it is longer than 1048576 characters',
    })
    expect(bad?.text.length).toBe(1000)
    expect(blocks.at(-1)?.end).toEqual({ offset: 4_000_005, line: 3 })
  })

  test('leave out a last line that was cut by a stop', async () => {
    const stopping = new AbortController()
    stopping.abort()
    expect(textsOf(await blocksOf(['a\nb'], { records: 1, stopping: stopping.signal }))).toEqual(['a'])
  })
})

const document = fc
  .array(fc.stringMatching(/^[ab"\r]{0,4}$/), { maxLength: 12 })
  .chain((lines) => fc.boolean().map((ends) => lines.join('\n') + (ends ? '\n' : '')))

test('pieces do not matter', async () => {
  await fc.assert(
    fc.asyncProperty(
      document,
      fc.array(fc.nat(5)),
      fc.integer({ min: 1, max: 4 }),
      async (text, lengths, records) => {
        const pieces: string[] = []
        let rest = text
        for (const length of lengths) {
          pieces.push(rest.slice(0, length))
          rest = rest.slice(length)
        }
        expect(await blocksOf([...pieces, rest], { records })).toEqual(await blocksOf([text], { records }))
      },
    ),
  )
})

test('what follows the end of a block is what follows it when it is read from there', async () => {
  await fc.assert(
    fc.asyncProperty(document, async (text) => {
      const blocks = await blocksOf([text], { records: 1 })
      for (const [i, { end }] of blocks.entries()) {
        const rest = await blocksOf([text.slice(end.offset)], { records: 1, from: end })
        expect(rest).toEqual(blocks.slice(i + 1))
      }
    }),
  )
})

test('without quotes, records are the lines that are not blank', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(fc.stringMatching(/^[a-c]{0,3}$/)), async (lines) => {
      expect(textsOf(await blocksOf([lines.join('\n')]))).toEqual(lines.filter((line) => line !== ''))
    }),
  )
})
