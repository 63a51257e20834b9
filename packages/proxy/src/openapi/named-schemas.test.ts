import { describe, expect, test } from 'bun:test'
import { HINT, SCHEMA_NAME } from '@sepal/server'
import { NamedSchemas } from './named-schemas.ts'

describe('a schema that has a name', () => {
  test('is defined once, wherever it occurs', () => {
    const schemas = new NamedSchemas()
    const inner = { type: 'string', [SCHEMA_NAME]: 'Inner' }
    const outer = { type: 'array', items: inner, [SCHEMA_NAME]: 'Outer' }
    expect(schemas.ofAnswer(outer)).toEqual({ $ref: '#/components/schemas/Outer' })
    expect(schemas.ofAnswer({ anyOf: [inner, { type: 'null' }] })).toEqual({
      anyOf: [{ $ref: '#/components/schemas/Inner' }, { type: 'null' }],
    })
    expect(schemas.definitions).toEqual({
      Inner: { type: 'string' },
      Outer: { type: 'array', items: { $ref: '#/components/schemas/Inner' } },
    })
  })

  test('is the only one of this name', () => {
    const schemas = new NamedSchemas()
    schemas.ofAnswer({ type: 'string', [SCHEMA_NAME]: 'Word' })
    expect(() => schemas.ofAnswer({ type: 'number', [SCHEMA_NAME]: 'Word' })).toThrow('are called Word')
  })
})

test('keywords that are ours alone do not go out', () => {
  expect(new NamedSchemas().ofRequest({ type: 'array', [HINT]: 'send fewer' })).toEqual({ type: 'array' })
})

test('a choice of words is an enumeration, of anything else it is not', () => {
  const schemas = new NamedSchemas()
  const word = (text: string) => ({ const: text, type: 'string' })
  expect(schemas.ofAnswer({ description: 'd', anyOf: [word('a'), word('b')] })).toEqual({
    description: 'd',
    type: 'string',
    enum: ['a', 'b'],
  })
  const mixed = { anyOf: [word('a'), { type: 'object' }] }
  expect(schemas.ofAnswer(mixed)).toEqual(mixed)
})

test('answers may grow, requests may not', () => {
  const closed = { type: 'object', additionalProperties: false }
  const schemas = new NamedSchemas()
  expect(schemas.ofAnswer(closed)).toEqual({ type: 'object' })
  expect(schemas.ofRequest(closed)).toEqual(closed)
})
