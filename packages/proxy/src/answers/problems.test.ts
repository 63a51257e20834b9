import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { problemCodes as classifierCodes } from '@sepal/classifier/problems'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import type { Static } from '@sinclair/typebox'
import { type ProblemCode, problemCodes, problemError, type problemSchema } from './problems.ts'

type Codes<S extends Parameters<typeof problemSchema>[0]> = Static<
  ReturnType<typeof problemSchema<S>>
>['code']
checkTypes<
  [
    Expect<
      Equal<
        Parameters<typeof problemSchema>[0],
        400 | 401 | 403 | 404 | 405 | 408 | 413 | 415 | 422 | 426 | 429 | 500 | 502 | 503 | 504
      >
    >,
    Expect<Equal<Codes<503>, 'classifier-unavailable' | 'quorum-not-met' | 'not-ready' | 'overloaded'>>,
    Expect<Equal<Codes<422>, 'invalid-request' | 'unanswerable-row'>>,
  ]
>()

const page = await Bun.file(join(import.meta.dir, '../../../../docs/errors.md')).text()
const rows = [
  ...page.matchAll(/^\| `(?<code>[a-z-]+)` +\| (?<status>\d{3}) +\| (?<when>\S.+) \| (?<advice>\S.+) \|$/gm),
]

test('docs/errors.md documents every code with its status, sorted by status', () => {
  const documented = rows.map(({ groups }) => ({ code: groups?.code, status: Number(groups?.status) }))
  const registered = Object.entries(problemCodes).map(([code, { status }]) => ({ code, status }))
  expect(documented).toEqual(registered.toSorted((a, b) => a.status - b.status))
})

test('every code of a classifier is also one of the proxy, with the same status and title', () => {
  expect(problemCodes).toMatchObject(classifierCodes)
})

test('only errors that pass within a second have a Retry-After header', () => {
  // Object.keys does not know that the registry has no other keys.
  const codes = Object.keys(problemCodes) as ProblemCode[]
  const passing = codes.filter((code) => problemError(code, 'why').headers['retry-after'] === '1')
  expect(passing).toEqual(['overloaded', 'classifier-unavailable', 'quorum-not-met'])
})
