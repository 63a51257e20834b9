import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { problemCodes } from './problem.ts'

const page = await Bun.file(join(import.meta.dir, '../../../docs/errors.md')).text()
const rows = [
  ...page.matchAll(/^\| `(?<code>[a-z-]+)` +\| (?<status>\d{3}) +\| (?<when>\S.+) \| (?<advice>\S.+) \|$/gm),
]

test('docs/errors.md documents every code, in the order of the registry', () => {
  const documented = rows.map(({ groups }) => [groups?.code, Number(groups?.status)])
  expect(documented).toEqual(Object.entries(problemCodes).map(([code, { status }]) => [code, status]))
})
