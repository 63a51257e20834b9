import type { ServerProblemCode } from '../src/server-problems.ts'

/** A body that a route for rows refuses. */
export type RefusedBody = { what: string; body: string; code: ServerProblemCode; detail: RegExp }

/** How deep a body may be nested before a careless parser or check runs out of stack. */
const DEPTH = 10_000
const TOO_DEEP = /^the body has more than 8 levels of arrays and objects$/

/**
 * Bodies that no route for rows of numbers takes, whatever their number.
 * @param row a row that would be taken
 */
export function refusedBodies(row: readonly number[]): RefusedBody[] {
  const width = row.length
  const withLast = (text: string) => `{"data":[[${[...row.slice(1), text].join(',')}]]}`
  const rows = (...data: unknown[]) => JSON.stringify({ data })
  const last = `data\\[0\\]\\[${width - 1}\\]`
  const malformed = (what: string, body: string, detail = /./): RefusedBody => ({
    what,
    body,
    code: 'malformed-json',
    detail,
  })
  const invalid = (what: string, body: string, detail: RegExp): RefusedBody => ({
    what,
    body,
    code: 'invalid-request',
    detail,
  })
  const notFinite = (text: string) =>
    invalid(text, withLast(text), new RegExp(`^${last} is .+ finite number`))
  return [
    malformed('an empty body', '', /empty/),
    malformed('half a body', rows(row).slice(0, -2)),
    malformed('text that is not JSON', 'sepal_length=5.1'),
    malformed('two bodies in one', rows(row) + rows(row)),
    malformed('NaN', withLast('NaN')),
    malformed('-Infinity', withLast('-Infinity')),
    malformed('a large body that is not JSON', 'a'.repeat(500_000)),
    invalid('null as the body', 'null', /^the body is null, expected an object$/),
    invalid('a number as the body', '7', /^the body is 7, expected an object$/),
    invalid(
      'the rows without `data`',
      JSON.stringify([row]),
      /^the body is an array of 1, expected an object; put the rows in one, as data or rows$/,
    ),
    invalid('`data` missing', '{}', /^data is missing$/),
    invalid('`data` a number', '{"data":5}', /^data is 5, expected an array of 1/),
    invalid('`data` text', '{"data":"5.1"}', /^data is the text "5.1", expected an array of 1/),
    invalid('`data` null', '{"data":null}', /^data is null, expected an array of 1/),
    invalid('`data` an object', '{"data":{"0":[]}}', /^data is an object, expected an array of 1/),
    invalid('no rows', rows(), /^data is an array of 0, expected an array of 1[^;]*$/),
    invalid('a row that is a number', rows(5.1), /^data\[0\] is 5.1, expected an array of/),
    invalid('a row with one number less', rows(row.slice(1)), wrongWidth(width - 1, width)),
    invalid('a row with one number more', rows([...row, 1]), wrongWidth(width + 1, width)),
    invalid('an empty row', rows([]), wrongWidth(0, width)),
    invalid('null as a number', withLast('null'), new RegExp(`^${last} is null, expected a finite number`)),
    invalid('true as a number', withLast('true'), new RegExp(`^${last} is true, expected a finite number`)),
    invalid('"1" as a number', withLast('"1"'), new RegExp(`^${last} is the text "1", expected a finite`)),
    invalid('text as a number', withLast('"a"'), new RegExp(`^${last} is the text "a", expected a finite`)),
    invalid('an array as a number', withLast('[1]'), new RegExp(`^${last} is an array of 1, expected a fin`)),
    invalid('an object as a number', withLast('{}'), new RegExp(`^${last} is an object, expected a finite`)),
    notFinite('1e400'),
    notFinite('1e39'),
    notFinite('-3.5e38'),
    invalid('a long text', withLast(`"${'x'.repeat(9_000)}"`), new RegExp(`^${last} is text of 9000 char`)),
    invalid('nested arrays', rows([[row]]), wrongWidth(1, width)),
    invalid('10,000 levels', `{"data":${'['.repeat(DEPTH)}${']'.repeat(DEPTH)}}`, TOO_DEEP),
    invalid('10,000 levels of objects', `${'{"data":'.repeat(DEPTH)}1${'}'.repeat(DEPTH)}`, TOO_DEEP),
    invalid('500,000 levels', '['.repeat(500_000) + ']'.repeat(500_000), TOO_DEEP),
    malformed('500,000 levels that do not end', '['.repeat(500_000)),
    invalid(
      'an unknown field',
      JSON.stringify({ data: [row], extra: 1 }),
      /^extra is not a known field; expected data or rows$/,
    ),
    invalid('`__proto__`', `{"data":[${JSON.stringify(row)}],"__proto__":{"a":1}}`, /^__proto__ is not a/),
    invalid('`constructor`', JSON.stringify({ data: [row], constructor: {} }), /^constructor is not a known/),
    invalid('a field with a long name', JSON.stringify({ data: [row], ['x'.repeat(9_000)]: 1 }), /^x{79} is/),
  ]
}

function wrongWidth(found: number, expected: number): RegExp {
  return new RegExp(`^data\\[0\\] is an array of ${found}, expected an array of ${expected}$`)
}
