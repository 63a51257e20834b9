import { expect, test } from 'bun:test'
import { mediaType } from './media-type.ts'

test.each([
  ['application/json', 'application/json'],
  ['Application/JSON', 'application/json'],
  ['application/json; charset=utf-8', 'application/json'],
  [' application/json ;charset=utf-8', 'application/json'],
  ['application/jsonp', 'application/jsonp'],
  ['', ''],
  [null, ''],
  [undefined, ''],
])('mediaType(%j) is %j', (header, type) => {
  expect(mediaType(header)).toBe(type)
})
