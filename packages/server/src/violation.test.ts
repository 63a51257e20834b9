import { describe, expect, test } from 'bun:test'
import { type TSchema, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { EXACTLY_ONE, HINT } from './schema-keywords.ts'
import { firstOrMisspelt, violationDetail } from './violation.ts'

const Pair = Type.Object(
  {
    pair: Type.Array(Type.Number(), { minItems: 2, maxItems: 2, [HINT]: 'send them in pairs' }),
    colour: Type.Optional(Type.Union([Type.Literal('red'), Type.Literal('blue')])),
    id: Type.Optional(Type.String({ maxLength: 3 })),
  },
  { additionalProperties: false },
)
const detailOf = (value: unknown, schema: TSchema = Pair) =>
  violationDetail(Value.Errors(schema, value).First(), 'body')

describe('violationDetail', () => {
  test.each([
    [null, 'the body is null, expected an object'],
    [undefined, 'the body is missing, expected an object'],
    [{}, 'pair is missing'],
    [{ pair: [1, 2], triple: 1 }, 'triple is not a known field'],
    [{ pair: true }, 'pair is true, expected an array of 2'],
    [{ pair: [1, 'x'] }, 'pair[1] is the text "x", expected a finite number that fits float32'],
    [{ pair: [1, Number.NaN] }, 'pair[1] is NaN, expected a finite number that fits float32'],
    [{ pair: [1, 2], id: 'rose' }, 'id is the text "rose", expected string length less or equal to 3'],
  ])('of %j', (value, detail) => {
    expect(detailOf(value)).toBe(detail)
  })

  test('gives the hint to one who sent too many, and to nobody else', () => {
    expect(detailOf({ pair: [1, 2, 3] })).toBe(
      'pair is an array of 3, expected an array of 2; send them in pairs',
    )
    expect(detailOf({ pair: [1] })).toBe('pair is an array of 1, expected an array of 2')
    expect(detailOf({ pair: 1 })).toBe('pair is 1, expected an array of 2')
  })

  test('a row instead of rows is told that its brackets are missing', () => {
    const Rows = Type.Object({
      data: Type.Array(Type.Array(Type.Number(), { minItems: 2, maxItems: 2 }), { maxItems: 1 }),
    })
    const advice = '; put brackets around each row, as in [[…], […]]'
    expect(detailOf({ data: [1, 2] }, Rows)).toBe(
      `data is an array of 2, expected an array of 0 to 1${advice}`,
    )
    expect(detailOf({ data: [1] }, Rows)).toBe(`data[0] is 1, expected an array of 2${advice}`)
    expect(detailOf({ data: [null] }, Rows)).toBe(`data[0] is null, expected an array of 2${advice}`)
    for (const data of [[[1]], [{ a: 1 }], [[1, 2], 3], [[[1, 2]]], 5, 'x']) {
      expect(detailOf({ data }, Rows)).not.toContain('brackets')
    }
  })

  test('rows by name that are none are told how one is written', () => {
    const Row = Type.Object({ a: Type.Number(), b: Type.Number() }, { additionalProperties: false })
    const Rows = Type.Object({ rows: Type.Array(Row, { maxItems: 1, [HINT]: 'send several elsewhere' }) })
    const advice = '; write each row as an object, as in [{…}, {…}]'
    expect(detailOf({ rows: [1, 2] }, Rows)).toBe(
      `rows is an array of 2, expected an array of 0 to 1${advice}`,
    )
    expect(detailOf({ rows: { a: 1, b: 2 } }, Rows)).toBe(
      `rows is an object, expected an array of 0 to 1${advice}`,
    )
    expect(detailOf({ rows: [[1, 2]] }, Rows)).toBe(`rows[0] is an array of 2, expected an object${advice}`)
    expect(detailOf({ rows: [1] }, Rows)).toBe(`rows[0] is 1, expected an object${advice}`)
    expect(
      detailOf(
        {
          rows: [
            { a: 1, b: 2 },
            { a: 1, b: 2 },
          ],
        },
        Rows,
      ),
    ).toContain('send several elsewhere')
    expect(detailOf({ rows: 5 }, Rows)).not.toContain('object')
  })

  test('rows that are the body, and a row that is, are told where rows go', () => {
    const Rows = Type.Array(Type.Object({ a: Type.Number() }))
    const Body = Type.Object(
      { data: Type.Optional(Rows), rows: Type.Optional(Rows) },
      { additionalProperties: false, [EXACTLY_ONE]: true },
    )
    expect(detailOf([{ a: 1 }], Body)).toBe(
      'the body is an array of 1, expected an object; put the rows in one, as data or rows',
    )
    expect(detailOf([], Body)).toBe('the body is an array of 0, expected an object')
    expect(detailOf({ a: 1 }, Body)).toBe('a is not a known field; expected data or rows')
    expect(detailOf({ row: [] }, Body)).toBe('row is not a known field; expected data or rows')
  })

  test('a name in a row that is nearly a known one is told which', () => {
    const Rows = Type.Object({
      rows: Type.Array(Type.Object({ petal_width: Type.Number() }, { additionalProperties: false })),
    })
    const misspelt = 'rows[0].petal_widht is not a known field; did you mean petal_width?'
    const found = (rows: unknown) => violationDetail(firstOrMisspelt(Value.Errors(Rows, { rows })), 'body')
    expect(found([{ petal_width: 1, petal_widht: 1 }])).toBe(misspelt)
    expect(found([{ petal_widht: 1 }])).toBe(misspelt)
    expect(found([{}, { petal_widht: 1 }])).toBe('rows[0].petal_width is missing')
    expect(found([{ colour: 1 }])).toBe('rows[0].petal_width is missing')
  })

  test('an unknown field that is nearly a known one is told which', () => {
    expect(detailOf({ pair: [1, 2], colur: 1 })).toBe('colur is not a known field; did you mean colour?')
    const Query = Type.Object({ partial: Type.Optional(Type.Boolean()) }, { additionalProperties: false })
    const detail = violationDetail(Value.Errors(Query, { partail: true }).First(), 'query')
    expect(detail).toBe('partail is not a known query parameter; did you mean partial?')
  })

  test('writes an open end as it is', () => {
    expect(detailOf([], Type.Array(Type.Number(), { minItems: 1 }))).toBe(
      'the body is an array of 0, expected an array of 1 to many',
    )
    expect(detailOf([1, 2], Type.Array(Type.Number(), { maxItems: 1 }))).toBe(
      'the body is an array of 2, expected an array of 0 to 1',
    )
    expect(detailOf({}, Type.Array(Type.Number()))).toBe('the body is an object, expected an array')
  })

  test('names what is long instead of repeating it', () => {
    expect(detailOf({ pair: 'x'.repeat(5000) })).toBe(
      'pair is text of 5000 characters, expected an array of 2',
    )
    expect(detailOf({ pair: [1, 2], ['y'.repeat(5000)]: 1 })).toHaveLength(
      79 + ' is not a known field'.length,
    )
  })

  test('says the least when the checker has nothing to say', () => {
    expect(violationDetail(undefined, 'body')).toBe('the body does not have the expected shape')
  })
})
