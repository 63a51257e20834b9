import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { failureKinds } from '../src/core/outcome.ts'

const page = await Bun.file(join(import.meta.dir, '../../../docs/errors.md')).text()

test('docs/errors.md documents every outcome', () => {
  const outcomes = [...page.matchAll(/^\| `(?<outcome>[a-z]+)` +\| [^|]+ \| +(?:`[a-z-]+` +)?\|$/gm)]
  expect(outcomes.map(({ groups }) => groups?.outcome)).toEqual(['ok', ...failureKinds])
})
