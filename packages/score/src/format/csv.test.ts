import { describe, expect, test } from 'bun:test'
import { garden } from '../../test/garden.ts'
import { toBytes } from './bytes.ts'
import { Csv, type CsvOptions } from './csv.ts'

const csv = (text: string, options: Partial<CsvOptions> = {}) =>
  new Csv(toBytes(text), {
    features: garden.features,
    added: ['label', 'proba'],
    chosen: new Map(),
    hasHeader: true,
    ...options,
  })

describe('the header', () => {
  test('gets the new columns, and the records begin after it', () => {
    const format = csv('id,height,petals\n1,2,3\n')
    expect(format.head).toBe('id,height,petals,label,proba\n')
    expect(format.begin).toEqual({ offset: 17, line: 1 })
  })

  test.each([
    [';', 'id;height;petals', 'a, b;1.5;3'],
    ['\t', 'id\theight\tpetals', 'a, b\t1.5\t3'],
    ['|', 'id|height|petals', 'a, b|1.5|3'],
  ])('says that %j separates', (delimiter, header, record) => {
    const format = csv(`${header}\n`)
    expect(format.read(record)).toEqual({ row: [1.5, 3] })
    expect(format.write([record], [['tall'], [0.5]])).toBe(`${record}${delimiter}tall${delimiter}0.5\n`)
  })

  test('keeps its line ends and its byte order mark', () => {
    const format = csv('\u{feff}height,petals\r\n1,2\r\n')
    expect(format.head).toBe(`${toBytes('\u{feff}')}height,petals,label,proba\r\n`)
    expect(format.begin).toEqual({ offset: 18, line: 1 })
    expect(format.write(['1,2'], [['tall'], [1]])).toBe('1,2,tall,1\r\n')
  })

  test('may be quoted, and in any language', () => {
    const format = csv('"größe, cm","petals"\n', { chosen: new Map([['height', 'größe, cm']]) })
    expect(format.read('"1,2",3')).toMatchObject({ reason: expect.stringContaining('height is "1,2"') })
    expect(format.read('"12",3')).toEqual({ row: [12, 3] })
  })

  test('may be missing', () => {
    const format = csv('5,3,note\n', { hasHeader: false })
    expect([format.head, format.begin]).toEqual(['', { offset: 0, line: 0 }])
    expect(format.read('5,3,note')).toEqual({ row: [5, 3] })
    expect(() => csv('5\n', { hasHeader: false })).toThrow(
      'the first line has 1 columns, expected 2 features',
    )
  })

  test('of numbers only is taken for a row that somebody forgot to tell of', () => {
    expect(() => csv('5,3,1\n')).toThrow('--no-header')
    const years = [2024, 2025].map((year) => ({ name: `${year}`, unit: '' }))
    expect(csv('2024,2025\n1,2\n', { features: years }).begin.line).toBe(1)
  })

  test('in UTF-16 is said to be that', () => {
    const text = Buffer.from('\u{feff}height,petals\n', 'utf16le').toString('latin1')
    const options = { features: garden.features, added: [], chosen: new Map(), hasHeader: true }
    expect(() => new Csv(text, options)).toThrow('UTF-16')
  })
})

describe('a record', () => {
  const format = csv('id,height,petals,note\n')

  test.each([
    ['1,2.5,3,', [2.5, 3]],
    ['1, 2.5 ,3e2,x', [2.5, 300]],
    ['"a,""b""",2.5,3,"c\nd"', [2.5, 3]],
    ['5" pot,2.5,3,', [2.5, 3]],
  ])('%j has its numbers', (record, row) => expect(format.read(record)).toEqual({ row }))

  test.each([
    ['1,2.5,3', 'it has 3 columns, expected 4'],
    ['"1,2",2.5,3', 'it has 3 columns, expected 4'],
    ['1,2.5,,x', 'petals is "", expected a finite number that fits float32'],
    ['1,"tall",3,x', 'height is "tall", expected a finite number that fits float32'],
    ['1,1e99,3,x', 'height is "1e99", expected a finite number that fits float32'],
    ['1,2.5,"3"x,y', 'its quotes do not fit together'],
  ])('%j is bad', (record, reason) => expect(format.read(record)).toEqual({ reason }))

  test.each([
    ['a,"b', true],
    ['"a ""quoted"" word",1', false],
    ['a,"b"",', true],
    ['5" pot,1', false],
    ['"', true],
  ])('%j goes on in the next line: %j', (line, isOpen) =>
    expect(format.isOpenAfter(line, false)).toBe(isOpen),
  )

  test('that goes on ends with its quote', () => {
    expect(format.isOpenAfter('b",1', true)).toBe(false)
    expect(format.isOpenAfter('b,1', true)).toBe(true)
  })
})

test('bad lines are a table of their own', () => {
  const format = csv('height,petals\n')
  const bad = { start: { offset: 20, line: 4 }, reason: 'height is "ä"', text: toBytes('ä,"3') }
  expect(format.writeBad() + format.writeBad(bad)).toBe(
    toBytes('line,reason,text\n5,"height is ""ä""","ä,""3"\n'),
  )
})
