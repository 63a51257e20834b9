import { expect, test } from 'bun:test'
import { garden } from '../../test/garden.ts'
import { toBytes } from './bytes.ts'
import { Ndjson } from './ndjson.ts'

const ndjson = (chosen: Record<string, string> = {}, text = '') =>
  new Ndjson(text, {
    features: garden.features,
    added: ['label', 'proba'],
    chosen: new Map(Object.entries(chosen)),
  })

test('an object has its numbers by name, and gets the scores as members', () => {
  const format = ndjson()
  const record = toBytes('{"id":"ä","petals":3,"height":2.5} ')
  expect(format.read(record)).toEqual({ row: [2.5, 3] })
  expect(format.write([record], [['tall'], [0.25]])).toBe(
    toBytes('{"id":"ä","petals":3,"height":2.5,"label":"tall","proba":0.25}\n'),
  )
})

test('names are found as in a header, in any language', () => {
  expect(ndjson({ petals: 'Blätter' }).read(toBytes('{"Height (cm)":1,"Blätter":2}'))).toEqual({
    row: [1, 2],
  })
})

test('members that the first object does not have are said', () => {
  expect(() => ndjson().read('{"height":1,"width":2}')).toThrow('no column for petals among height, width')
  expect(() => ndjson().read('{"height":1,"petals":2,"label":"x"}')).toThrow('--prefix TEXT')
})

test.each([
  ['', 'it is not a JSON object'],
  ['[1,2]', 'it is not a JSON object'],
  ['{"height":1', 'it is not a JSON object'],
  ['{"height":1}', 'petals is missing, expected a finite number that fits float32'],
  ['{"height":1,"petals":"3"}', 'petals is "3", expected a finite number that fits float32'],
  ['{"height":1e39,"petals":3}', 'height is 1e+39, expected a finite number that fits float32'],
  ['{"height":1,"petals":3,"label":"x"}', 'it has a member "label" already'],
])('%s is bad', (record, reason) => {
  const format = ndjson()
  format.read('{"height":1,"petals":3}')
  expect(format.read(record)).toEqual({ reason })
})

test('a byte order mark is no part of the first object', () => {
  expect(ndjson({}, toBytes('\u{feff}{}')).begin).toEqual({ offset: 3, line: 0 })
})

test('bad lines are objects of their own', () => {
  const bad = { start: { offset: 9, line: 1 }, reason: 'it is not a JSON object', text: toBytes('{ä') }
  expect(ndjson().writeBad()).toBe('')
  expect(ndjson().writeBad(bad)).toBe(toBytes('{"line":2,"reason":"it is not a JSON object","text":"{ä"}\n'))
})
