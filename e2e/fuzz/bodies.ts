import fc from 'fast-check'
import { type Features, jsonText, rowsOf } from './rows.ts'

const JSON_TEXTS = [
  '',
  '{',
  '}',
  'null',
  'true',
  '0',
  '[]',
  '{}',
  '{"data":null}',
  '{"data":[]}',
  '{"data":[[]]}',
  '{"data":[[NaN]]}',
  '{"rows":null}',
  '{"rows":[]}',
  '{"rows":[{}]}',
  '{"rows":[[]]}',
  '{"rows":[{}],"data":[[]]}',
]

/** Enough for several calls to a classifier, without keeping it busy for seconds. */
const MANY_BYTES = 4 * 2 ** 20

/** Bodies for routes that take rows of these features: valid, nearly valid, and far from it. One character is one byte. */
export function bodies(features: Features): fc.Arbitrary<string> {
  const rows = rowsOf(features)
  const several = { minLength: 1, maxLength: 4 }
  const one = fc.oneof(
    rows.valid.map((row) => jsonText({ data: [row] })),
    rows.validNamed.map((row) => jsonText({ rows: [row] })),
  )
  const valid = fc.oneof(
    fc.array(rows.valid, several).map((data) => jsonText({ data })),
    fc.array(rows.validNamed, several).map((named) => jsonText({ rows: named })),
  )
  const many = fc.tuple(one, fc.constantFrom(64, 1024, 1025, 5000)).map(([body, count]) => {
    const [from, to] = [body.indexOf('[') + 1, body.length - 2]
    const row = body.slice(from, to)
    const copies = Math.min(count, Math.ceil(MANY_BYTES / row.length))
    return body.slice(0, from) + Array(copies).fill(row).join() + body.slice(to)
  })
  const odd = fc.jsonValue()
  const near = fc.oneof(
    fc.array(rows.near, { maxLength: 3 }).map((data): object => ({ data })),
    fc.array(rows.nearNamed, { maxLength: 3 }).map((named): object => ({ rows: named })),
    fc.record({ data: odd, rows: odd, ['__proto__']: odd, constructor: odd }, { requiredKeys: [] }),
    fc.record({
      data: fc.array(rows.near, { maxLength: 1 }),
      rows: fc.array(rows.validNamed, { maxLength: 1 }),
    }),
  )
  const deep = fc
    .tuple(fc.integer({ min: 1, max: 20_000 }), fc.constantFrom('[', '{"data":', '[[', '{"a":['))
    .map(([depth, open]) => open.repeat(depth))
  const cut = fc.tuple(valid, fc.nat(200)).map(([text, length]) => text.slice(0, length))
  const flipped = fc.tuple(valid, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([text, at, code]) => {
    const place = at % text.length
    return text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1)
  })
  const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array).toString('latin1'))
  const large = fc
    .integer({ min: 1_048_500, max: 1_300_000 })
    .map((length) => `{"data":"${'x'.repeat(length)}"}`)
  return fc.oneof(
    { weight: 300, arbitrary: one.map(utf8) },
    { weight: 150, arbitrary: valid.map(utf8) },
    { weight: 10, arbitrary: many.map(utf8) },
    { weight: 200, arbitrary: near.map((value) => utf8(jsonText(value))) },
    { weight: 60, arbitrary: fc.json().map(utf8) },
    { weight: 60, arbitrary: fc.constantFrom(...JSON_TEXTS) },
    { weight: 20, arbitrary: deep },
    { weight: 60, arbitrary: cut.map(utf8) },
    { weight: 80, arbitrary: flipped.map(utf8) },
    { weight: 60, arbitrary: bytes },
    { weight: 1, arbitrary: large },
  )
}

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
