import { type Feature, featureOf, type Manifest } from '@sepal/ensemble'
import fc from 'fast-check'

/** The features of a row, as a manifest has them. */
export type Features = Manifest['features']

/** Rows of features: valid ones, and ones with a few values that are not. */
export type Rows = {
  /** values in the order of the features */
  valid: fc.Arbitrary<unknown[]>
  near: fc.Arbitrary<unknown[]>
  /** the same by name */
  validNamed: fc.Arbitrary<Record<string, unknown>>
  nearNamed: fc.Arbitrary<Record<string, unknown>>
}

/** Stands for a number as it is written, which JSON.stringify would write another way. */
const MARK = 'number as written:'
const WRITTEN = [
  '1e400',
  '-1e400',
  '1e39',
  '123456789012345678901234567890',
  '-0',
  '1.0',
  '1E2',
  '0.1e1',
  '00',
  '+1',
  '.5',
]
const written = fc.constantFrom(...WRITTEN).map((text) => MARK + text)

/** JSON text in which the numbers of `written` stand as they are written. */
export function jsonText(value: unknown): string {
  return (JSON.stringify(value) ?? '').replaceAll(new RegExp(`"${MARK}([^"]*)"`, 'g'), '$1')
}

const float = fc.float({ noNaN: true, noDefaultInfinity: true })
const text = fc.oneof(
  { weight: 4, arbitrary: fc.string({ unit: 'grapheme', maxLength: 12 }) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 12 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', ' ', '\0', 'a\0b', '\ud800', '\u{1f600}', '\u202e', 'e\u0301', 'null'),
  },
  { weight: 1, arbitrary: fc.integer({ min: 100, max: 20_000 }).map((length) => 'ü'.repeat(length)) },
)
const wholeNumber = fc.oneof(
  { weight: 4, arbitrary: fc.integer({ min: -10, max: 200 }) },
  { weight: 1, arbitrary: fc.maxSafeInteger() },
  { weight: 1, arbitrary: fc.constantFrom(2 ** 24 + 1, 2 ** 31, 2 ** 53 - 1, -(2 ** 53 - 1)) },
)
/** What fits no feature, or another one. */
const odd = fc.oneof(
  float,
  written,
  text,
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    '1',
    'true',
    [],
    {},
    [1],
    '5.1',
    0.5,
    -1.5,
    2 ** 53,
    1e300,
    '__proto__',
  ),
  fc.jsonValue(),
)

/** Arbitraries for rows of these features. */
export function rowsOf(features: Features): Rows {
  const known = Object.entries(features).map(([name, entry]) => ({
    name,
    valid: validValue(featureOf(name, entry), Object.keys(entry.category ?? {})),
  }))
  const mostlyValid = known.map(({ valid }) =>
    fc.oneof({ weight: 5, arbitrary: valid }, { weight: 1, arbitrary: odd }),
  )
  const validNamed = fc.record(Object.fromEntries(known.map(({ name, valid }) => [name, valid])))
  const nearFields: Record<string, fc.Arbitrary<unknown>> = {
    ...Object.fromEntries(known.map(({ name }, i) => [name, mostlyValid[i] ?? odd])),
    unknown: odd,
    ['__proto__']: odd,
  }
  const requiredKeys = known.slice(1).map(({ name }) => name)
  const nearNamed = fc.record(nearFields, { requiredKeys })
  const near = fc
    .tuple(fc.tuple(...mostlyValid), fc.constantFrom(0, 0, 0, 0, 1, -1), odd)
    .map(([row, more, value]) => (more > 0 ? [...row, value] : row.slice(0, row.length + more)))
  return { valid: fc.tuple(...known.map(({ valid }) => valid)), near, validNamed, nearNamed }
}

function validValue({ kind, mayBeMissing }: Feature, categories: readonly string[]): fc.Arbitrary<unknown> {
  const value = {
    number: () => float,
    integer: () => wholeNumber,
    boolean: () => fc.boolean(),
    category: () => fc.constantFrom(...categories),
    text: () => text,
  }[kind]()
  return mayBeMissing
    ? fc.oneof({ weight: 4, arbitrary: value }, { weight: 1, arbitrary: fc.constant(null) })
    : value
}
