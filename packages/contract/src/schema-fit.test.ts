import { describe, expect, test } from 'bun:test'
import { differences, type Schema } from './schema-fit.ts'

const name = { anyOf: [{ const: 'a' }, { const: 'b' }] }
const row = { type: 'array', items: { type: 'number', maximum: 1 }, minItems: 2, maxItems: 2 }
const answer = { type: 'object', properties: { name, row }, required: ['name', 'row'] }
const any = { type: 'object', patternProperties: { '.*': { type: 'string' } } }
const known: Record<string, Schema> = { '#/Name': name }

const how = {
  isAnswer: true,
  openTexts: 'none' as const,
  inner: (ref: string) => known[ref] ?? {},
  outer: (ref: string) => known[ref] ?? {},
}
const wrong = (inner: Schema, outer: Schema) =>
  differences(inner, outer, how, 'it').map(({ at, why }) => `${at} ${why}`)

describe('a schema fits', () => {
  test.each<[string, Schema, Schema]>([
    ['itself', answer, answer],
    ['what it refers to', { $ref: '#/Name' }, name],
    ['a wider choice', { const: 'a' }, name],
    ['one of several', row, { anyOf: [name, row] }],
    ['a list of the same', { enum: ['b'] }, { enum: ['a', 'b'] }],
    ['anything', answer, {}],
    ['a number, being whole', { type: 'integer' }, { type: 'number' }],
    ['wider bounds', { type: 'number', minimum: 1 }, { type: 'number', minimum: 0 }],
    ['what knows fewer members', { ...answer, properties: { ...answer.properties, more: {} } }, answer],
    ['members of any name', { ...any, patternProperties: { '.*': { const: 'a' } } }, { ...any }],
    ['what says something else of it', { ...answer, title: 'x' }, { ...answer, description: 'y' }],
  ])('%s', (_, inner, outer) => {
    expect(wrong(inner, outer)).toEqual([])
  })
})

describe('a schema does not fit', () => {
  test.each<[string, Schema, Schema, string]>([
    ['another type', { type: 'string' }, { type: 'number' }, 'it is string, not number'],
    ['a narrower choice', { $ref: '#/Name' }, { const: 'a' }, 'it may be b'],
    ['values, being any', { type: 'string' }, name, 'it may be anything'],
    ['narrower bounds', { type: 'number' }, { type: 'number', minimum: 0 }, 'it has minimum none, not 0'],
    ['fewer items', row, { ...row, maxItems: 1 }, 'it has maxItems 2, not 1'],
    ['other items', row, { ...row, items: { type: 'string' } }, 'it[] is number, not string'],
    ['a member that it lacks', { ...answer, properties: { name } }, answer, 'it.row is gone'],
    ['a member that may be missing', { ...answer, required: ['row'] }, answer, 'it.name may be missing'],
    [
      'choices of which one is another now, though it fits the other one',
      { anyOf: [answer, { ...answer, properties: { ...answer.properties, whole: row } }] },
      { anyOf: [answer, { ...answer, properties: { ...answer.properties, complete: row } }] },
      'it.complete is gone',
    ],
    [
      'members of another type',
      any,
      { ...any, patternProperties: { '.*': { type: 'number' } } },
      'it[name] is string, not number',
    ],
    ['a closed object', answer, { ...answer, additionalProperties: false }, 'it may have anything else'],
    ['another pattern', { type: 'string' }, { type: 'string', pattern: 'x' }, 'it has another pattern'],
  ])('%s', (_, inner, outer, why) => {
    expect(wrong(inner, outer)).toEqual([why])
  })

  test('an unknown keyword', () => {
    expect(() => wrong({ multipleOf: 2 }, {})).toThrow('multipleOf')
  })
})
