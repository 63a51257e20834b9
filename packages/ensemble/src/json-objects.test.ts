import { expect, test } from 'bun:test'
import { repeatedName } from './json-objects.ts'

test.each<[string, string[]]>([
  ['{"rose":1,"rose":1}', ['rose']],
  ['{"rose":{"port":1},"rose" :\n{"port":2}}', ['rose']],
  ['{"a":{"b":[{"c":1},{"c":1,"d":{},"c":2}]}}', ['a', 'b', 'c']],
  ['{"rose":1,"\\u0072ose":2}', ['rose']],
  ['{"":1,"":2}', ['']],
])('%s', (json, way) => {
  expect(repeatedName(json)).toEqual(way)
})

test.each([
  'null',
  '"rose"',
  '[{"rose":1},{"rose":1}]',
  '{"rose":{"port":1},"lily":{"port":1},"port":1}',
  '{"rose":"rose","lily":"\\"rose\\":","tulip":"{"}',
  '{"rose\\\\":1,"rose":2}',
])('nothing in %s', (json) => {
  expect(repeatedName(json)).toBeUndefined()
})
