import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { quotedCell } from './cell-splitter.ts'
import { openTable } from './open-table.ts'
import { rowsIn } from './rows-in.ts'
import type { Table, TableOptions } from './table.ts'

const features = [{ name: 'height', unit: 'cm' }, { name: 'petals' }]

function open(text: string, options: Partial<TableOptions> = {}): Table {
  const table = openTable(text, { features, isWhole: true, ...options })
  if (table === undefined) throw new Error('it is not whole')
  return table
}

describe('the header', () => {
  test('has its delimiter found behind quotes where no feature is known', () => {
    const { names } = open('"id";"height"\n"1";"2"\n', { features: [] })
    expect(names).toEqual(['id', 'height'])
  })

  test.each([
    ['commas', 'id,height,petals\n1,2,3\n'],
    ['semicolons', 'id;height;petals\n1;2;3\n'],
    ['tabs', 'id\theight\tpetals\n1\t2\t3\n'],
    ['bars', 'id|height|petals\n1|2|3\n'],
    ['a byte order mark', '\u{feff}id,height,petals\n1,2,3\n'],
    ['CRLF', 'id,height,petals\r\n1,2,3\r\n'],
    ['CR', 'id,height,petals\r1,2,3\r'],
    ['quotes', '"id","height","petals"\n"1","2","3"\n'],
    ['a line for spreadsheets', 'sep=;\nid;height;petals\n1;2;3\n'],
    ['blank lines around it', '\n  \r\nid,height,petals\n\n1,2,3\n'],
    ['line breaks in quotes', 'id,"height\r\n(cm)","pet\nals"\n1,2,3\n'],
    ['delimiters in quotes', '"a; b; c; d; e",height,petals\n1,2,3\n'],
    ['more of another delimiter', 'a;b;c;d,height,petals\n1,2,3\n'],
    ['a quote inside of a name', 'pot 5",height,petals\n1,2,3\n'],
  ])('may have %s', (_, text) => {
    const table = open(text)
    expect(table.names).toHaveLength(3)
    expect(rowsIn(text, table, features, [1, 2])).toEqual({ rows: [[2, 3]], bad: [] })
  })

  test('is needed whole', () => {
    for (const part of ['', 'height', 'height,petals', '"height\n', '"height\n"', 'height,petals\r']) {
      expect(openTable(part, { features, isWhole: false })).toBeUndefined()
    }
    expect(openTable('height,petals\n', { features, isWhole: false })).toBeDefined()
  })

  test('may be missing, and then the first line is a row', () => {
    const text = '5;3\n1;2\n'
    const table = open(text, { header: 'absent' })
    expect(table.names).toEqual(['column 1', 'column 2'])
    expect(rowsIn(text, table, features, [0, 1]).rows).toEqual([
      [5, 3],
      [1, 2],
    ])
    expect(table.head(['label'])).toBe('')
  })

  test('is guessed to be missing where there are numbers only', () => {
    expect(open('5,3\n', { header: 'guess' }).hasHeader).toBe(false)
    expect(open('id,5\n', { header: 'guess' }).hasHeader).toBe(true)
    const years = [{ name: '2024' }, { name: '2025' }]
    expect(open('2024,2025\n', { header: 'guess', features: years }).hasHeader).toBe(true)
  })

  test.each([
    ['5,3,1\n', 'line 1 has numbers only, expected the names of the columns; say so'],
    ['height,"petals\n1,2\n', 'a quote on line 1 is never closed'],
    ['\n\n"height"x,petals\n1,2\n', 'the quotes on line 3, the header, do not fit together'],
    [`height,${'x'.repeat(1_048_577)}\n`, 'line 1, the header, is longer than 1048576 characters'],
  ])('%# is refused', (text, message) => {
    expect(() => open(text, { headerAdvice: 'say so' })).toThrow(message)
  })
})

describe('a record', () => {
  const table = open('id,height,petals,note\n')
  const read = table.reader(features, [1, 2])

  test.each([
    ['1,2.5,3,', [2.5, 3]],
    ['1, 2.5 ,3e2,x', [2.5, 300]],
    ['"a,""b""","2.5",3,"c\nd"', [2.5, 3]],
    ['5" pot,2.5,3,', [2.5, 3]],
    ['"",2.5,"3",""', [2.5, 3]],
  ])('%j has its numbers', (record, row) => expect(read(record)).toEqual({ row }))

  const expected = 'expected a number that fits float32'
  test.each([
    ['1,2.5,3', 'it has 3 cells, expected 4'],
    ['', 'it has 1 cell, expected 4'],
    ['1,2.5,3,x,', 'it has 5 cells, expected 4; it ends with ",", which the header does not'],
    [
      '1,2,5,3,x',
      'it has 5 cells, expected 4; if these are decimal commas, write numbers with a decimal point (5.1, not 5,1)',
    ],
    [
      '1,2.5,3,x,y',
      'it has 5 cells, expected 4; every cell needs a name in the header, and text with the delimiter in it needs quotes',
    ],
    ['1,2.5,,x', `petals is empty, ${expected}`],
    ['1,"tall",3,x', `height is "tall", ${expected}`],
    ['1,1e99,3,x', `height is "1e99", ${expected}`],
    ['1,"2,5",3,x', `height is "2,5", ${expected} (with a decimal point: 2.5)`],
    ['1,2.5,"3"x,y', 'cell 3 goes on after its closing quote; quotes inside are written twice'],
    ['1,2.5,3,"x', 'the quote of cell 4 is never closed'],
  ])('%j is bad', (record, reason) => expect(read(record)).toEqual({ reason }))
})

test('what is added to a record stands behind it, in quotes where it needs them', () => {
  const table = open('height;petals\r\n1;2\r\n')
  expect(table.head(['label', 'a;b'])).toBe('height;petals;label;"a;b"\r\n')
  expect(
    table.write(
      ['1;2', '3;4'],
      [],
      [
        ['tall', 'w"i;de'],
        [0.5, 1e-7],
      ],
    ),
  ).toBe('1;2;tall;0.5\r\n3;4;"w""i;de";1e-7\r\n')
  expect(table.writeWithout('1;x', ['label', 'proba'])).toBe('1;x;;\r\n')
})

test('rows come out as they were written, whatever is in them', () => {
  const cell = fc.stringMatching(/^[ab",;\r\n ]{0,5}$/)
  fc.assert(
    fc.property(
      fc.array(fc.tuple(cell, fc.integer({ min: -99, max: 99 }), cell), { maxLength: 10 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('\n', '\r\n', '\r'),
      (rows, delimiter, lineEnd) => {
        const lines = rows.map((row) => row.map((value) => quotedCell(`${value}`, delimiter)).join(delimiter))
        const text = [['note', 'height', 'more'].join(delimiter), ...lines, ''].join(lineEnd)
        const wanted = [
          { name: 'note', kind: 'text' as const },
          { name: 'height' },
          { name: 'more', kind: 'text' as const },
        ]
        const table = open(text, { features: wanted })
        expect(rowsIn(text, table, wanted, [0, 1, 2])).toEqual({ rows, bad: [] })
      },
    ),
  )
})
