import { expect, test } from 'bun:test'
import { printJson } from './json.ts'

test('short arrays stay on a line, and objects are opened', () => {
  const value = {
    name: 'x',
    counts: [
      [1, 0],
      [0, 2],
    ],
    bins: [{ rows: 1 }],
    none: null,
    long: ['a'.repeat(60), 'b'.repeat(60)],
  }
  expect(printJson(value)).toBe(`{
  "name": "x",
  "counts": [[1, 0], [0, 2]],
  "bins": [
    {
      "rows": 1
    }
  ],
  "none": null,
  "long": [
    "${'a'.repeat(60)}",
    "${'b'.repeat(60)}"
  ]
}
`)
  expect(JSON.parse(printJson(value))).toEqual(value)
})
