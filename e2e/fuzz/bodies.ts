import fc from 'fast-check'

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
]

/** Bodies for routes that take rows of so many numbers: valid, near to that, and far from it. Text of one character a byte. */
export function bodies(width: number): fc.Arbitrary<string> {
  const number = fc.oneof(
    { weight: 6, arbitrary: fc.float({ noNaN: true, noDefaultInfinity: true }) },
    { weight: 1, arbitrary: fc.constantFrom(1e39, -1e39, 1e-300, 5e-324, Number.MAX_VALUE) },
    { weight: 1, arbitrary: fc.integer() },
  )
  const plain = fc.array(fc.float({ noNaN: true, noDefaultInfinity: true }), {
    minLength: width,
    maxLength: width,
  })
  const odd = fc.oneof(
    number,
    fc.constantFrom<unknown>(null, true, '1', '', [], {}, [1], '5.1'),
    fc.jsonValue(),
  )
  const nearRow = fc.array(odd, { minLength: Math.max(0, width - 1), maxLength: width + 1 })
  const valid = fc.array(plain, { minLength: 1, maxLength: 4 }).map((data) => JSON.stringify({ data }))
  const one = plain.map((row) => JSON.stringify({ data: [row] }))
  const many = fc
    .tuple(plain, fc.constantFrom(64, 1024, 1025, 5000))
    .map(([row, count]) => JSON.stringify({ data: Array.from({ length: count }, () => row) }))
  const near = fc
    .record(
      {
        data: fc.oneof(fc.array(nearRow, { maxLength: 3 }), odd),
        rows: odd,
        __proto__: odd,
        constructor: odd,
      },
      { requiredKeys: ['data'] },
    )
    .map((value) => JSON.stringify(value) ?? '')
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
    { weight: 300, arbitrary: one },
    { weight: 150, arbitrary: valid },
    { weight: 10, arbitrary: many },
    { weight: 200, arbitrary: near },
    { weight: 60, arbitrary: fc.json().map(utf8) },
    { weight: 60, arbitrary: fc.constantFrom(...JSON_TEXTS) },
    { weight: 20, arbitrary: deep },
    { weight: 60, arbitrary: cut },
    { weight: 80, arbitrary: flipped },
    { weight: 60, arbitrary: bytes },
    { weight: 1, arbitrary: large },
  )
}

const utf8 = (text: string) => Buffer.from(text, 'utf8').toString('latin1')
