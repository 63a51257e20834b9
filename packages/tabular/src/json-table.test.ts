import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { readBlocks } from './blocks.ts'
import { openTable } from './open-table.ts'
import { rowsIn } from './rows-in.ts'

const features = [{ name: 'height' }, { name: 'petals' }]

function read(text: string) {
  const table = openTable(text, { features, isWhole: true })
  if (table === undefined) throw new Error('it is not whole')
  return { ...rowsIn(text, table, features, [0, 1]), table }
}

const objects = '{"height":1,"petals":2,"note":"}, ["}'
test.each([
  ['NDJSON', `${objects}\n\n{"petals":4,"height":3}\n`],
  ['NDJSON with CRLF', `${objects}\r\n{"petals":4,"height":3}`],
  ['an array', `[${objects}, {"petals":4,"height":3}]`],
  ['an array on many lines', `\u{feff}\n[\n  ${objects},\n  {\n"petals":4,\r\n"height":3}\n]\n`],
])('rows are found by name in %s', (_, text) => {
  const { rows, bad, table } = read(text)
  expect(table.names).toEqual(['height', 'petals', 'note'])
  expect({ rows, bad }).toEqual({
    rows: [
      [1, 2],
      [3, 4],
    ],
    bad: [],
  })
})

describe('a feature that may be missing', () => {
  const features = [{ name: 'height' }, { name: 'petals', missing: {} }]
  const open = (text: string, isWhole = true) => openTable(text, { features, isWhole })

  test.each([
    ['NDJSON', '{"height":1}\n\n{"petals":2,"height":3}\n'],
    ['an array', '[{"height":1}, [7], {"petals":2,"height":3}]'],
  ])('may be left out by the first object of %s', (_, text) => {
    const table = open(text)
    expect(table?.names).toEqual(['height', 'petals'])
    expect(table && rowsIn(text, table, features, [0, 1]).rows).toEqual([
      [1, null],
      [3, 2],
    ])
  })

  test('is looked for in more of the text, and no further than that', () => {
    const text = '{"height":1}\n'
    expect(open(text, false)).toBeUndefined()
    expect(open(text)?.names).toEqual(['height'])
    expect(open(text.repeat(100), false)?.names).toEqual(['height'])
    expect(open('[{"height":1}]', false)?.names).toEqual(['height'])
  })

  test('is not taken for a gap where an object has it under another name', () => {
    const text = '{"height":1,"petals":2,"PETALS":5}\n{"height":3,"Petals":4}\n{"height":6,"PETALS":7}\n'
    const table = open(text)
    const { rows, bad } = rowsIn(text, table ?? expect.unreachable(), features, [0, 1])
    expect(rows).toEqual([
      [1, 2],
      [6, null],
    ])
    expect(bad.map(({ reason }) => reason)).toEqual([
      'petals is missing, but there is "Petals"; expected one name in all objects',
    ])
  })
})

test('members are added to an object', () => {
  const { table } = read('{"height":1,"petals":2}\n')
  expect(
    table.write(
      ['{"a":1} ', '{ }'],
      ['label', 'proba'],
      [
        ['x"y', 'z'],
        [0.5, 1],
      ],
    ),
  ).toBe('{"a":1,"label":"x\\"y","proba":0.5}\n{ "label":"z","proba":1}\n')
  expect(table.writeWithout('{"a":1}', ['label'])).toBe('{"a":1}\n')
})

describe('a record is bad', () => {
  test.each([
    ['[1,2]', 'it is not a JSON object'],
    ['{"height":1', 'it is not a JSON object'],
    ['{"height":1}', 'petals is missing, expected a number that fits float32'],
    ['{"height":null,"petals":1}', 'height is null, expected a number that fits float32'],
    ['{"height":1,"petals":"3"}', 'petals is "3", expected a number that fits float32'],
    ['{"height":1e39,"petals":3}', 'height is 1e+39, expected a number that fits float32'],
    ['{"height":1,"petals":3,"height":2}', 'it has "height" twice'],
  ])('%s', (record, reason) => {
    const { rows, bad } = read(
      `{"height":1,"petals":2}\n${record}\n{"height":5,"petals":6,"in":{"height":7}}\n`,
    )
    expect(rows).toEqual([
      [1, 2],
      [5, 6],
    ])
    expect(bad).toEqual([{ start: { offset: 24, line: 1 }, reason, text: record }])
  })

  test('in an array that holds other things', () => {
    const { rows, bad } = read('[{"height":1,"petals":2}, "a, ] b", 7, null, [3], {"height":5,"petals":6}]')
    expect(rows).toEqual([
      [1, 2],
      [5, 6],
    ])
    expect(bad.map(({ text }) => text)).toEqual(['"a, ] b"', '7', 'null', '[3]'])
  })

  test('that has a member which is to be added', () => {
    const { table } = read('{"height":1,"petals":2}\n')
    const reader = table.reader(features, [0, 1], ['label'])
    expect(reader('{"height":1,"petals":2,"label":0}')).toEqual({ reason: 'it already has a member "label"' })
  })
})

describe('a text is refused', () => {
  test.each([
    ['[]', 'it has no rows'],
    ['[[1,2]]', 'line 1 has no JSON object, expected an array of objects'],
    ['{\n"height":1}\n', 'line 1 is not a JSON object'],
    ['[{"height":1,"petals":2}', 'line 1: the JSON array ends before its closing bracket'],
    ['[{"height":1,"petals":2}]\n[]', 'line 2: text follows the end of the JSON array'],
  ])('%j', (text, message) => expect(() => read(text)).toThrow(message))
})

test('an array can be read from behind any element, in any pieces', async () => {
  const value = fc.record({ height: fc.integer(), petals: fc.integer(), note: fc.string() })
  const document = fc.tuple(fc.array(value, { minLength: 1, maxLength: 8 }), fc.nat(2))
  await fc.assert(
    fc.asyncProperty(document, fc.integer({ min: 1, max: 9 }), async ([values, indent], size) => {
      const text = JSON.stringify(values, null, indent)
      const table = openTable(text, { features, isWhole: true })
      if (table === undefined) throw new Error('it is not whole')
      const blocksFrom = (from: typeof table.begin) =>
        Array.fromAsync(
          readBlocks(piecesOf(text.slice(from.offset), size), table.cutter(from), { records: 1 }),
        )
      const blocks = await blocksFrom(table.begin)
      expect(blocks.flatMap(({ texts }) => texts.map((record) => JSON.parse(record)))).toEqual(values)
      for (const [i, { end }] of blocks.entries()) expect(await blocksFrom(end)).toEqual(blocks.slice(i + 1))
    }),
  )
})

function piecesOf(text: string, size: number): string[] {
  return Array.from({ length: Math.ceil(text.length / size) }, (_, i) => text.slice(i * size, (i + 1) * size))
}
