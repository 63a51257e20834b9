import { describe, expect, test } from 'bun:test'
import { type Change, changesBetween, type WireDocument } from './changes.ts'

/** A small wire as JSON text, so that a test can change any part. */
const released = () => ({
  info: { version: '0.3.1' },
  components: {
    parameters: {
      Timeout: { name: 'x-timeout', in: 'header', required: false, schema: { type: 'integer' } },
    },
    schemas: {
      Rows: { type: 'object', properties: { data: { type: 'array', maxItems: 9 } }, required: ['data'] },
      Label: { type: 'object', properties: { label: { enum: ['a', 'b'] } }, required: ['label'] },
      Failed: {
        type: 'object',
        properties: {
          error: { type: 'object', properties: { code: { enum: ['shed'] } }, required: ['code'] },
        },
        required: ['error'],
      },
      Problem: { type: 'object', properties: { code: { enum: ['late'] } }, required: ['code'] },
    },
  },
  paths: {
    '/health': { get: { responses: { 200: {} } } },
    '/predict': {
      post: {
        parameters: [{ $ref: '#/components/parameters/Timeout' }],
        requestBody: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Rows' } } } },
        responses: {
          200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Label' } } } },
          207: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Failed' } } } },
          504: {
            content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
          },
        },
      },
    },
  },
})

/** The differences after a change of the wire's text. */
function after(from: string, to: string): Change[] {
  const text = JSON.stringify(released())
  if (!text.includes(from)) throw new Error(`the wire has no ${from}`)
  const now: WireDocument = JSON.parse(text.replace(from, to))
  return changesBetween(released(), now)
}

test('an unchanged wire has no differences', () => {
  expect(changesBetween(released(), released())).toEqual([])
})

describe('breaking', () => {
  test.each([
    ['a route is gone', '"/health"', '"/healthz"', 'GET /health is gone'],
    ['a body is smaller', '"maxItems":9', '"maxItems":8', 'POST /predict: body.data has maxItems 9, not 8'],
    ['a member is required', '["data"]', '["data","unit"]', 'POST /predict: body.unit may be missing'],
    [
      'a parameter is required',
      '"required":false',
      '"required":true',
      'POST /predict: requires header x-timeout',
    ],
    [
      'a parameter is gone',
      '"name":"x-timeout"',
      '"name":"x-time"',
      'POST /predict: no longer takes header x-timeout',
    ],
    ['an answer has another value', '["a","b"]', '["a","b","c"]', 'POST /predict: 200.label may be c'],
    [
      'an error within an answer has no code any more',
      '"code":{"enum":["shed"]}',
      '"why":{"enum":["shed"]}',
      'POST /predict: 207.error.code is gone',
    ],
    ['a member of an answer is gone', '"label":{', '"name":{', 'POST /predict: 200.label is gone'],
    [
      'an answer is of another type',
      '"application/json":{"schema":{"$ref":"#/components/schemas/Label"',
      '"text/csv":{"schema":{"$ref":"#/components/schemas/Label"',
      'POST /predict: 200 is no application/json any more',
    ],
    [
      'there is no success any more',
      '"200":{"content"',
      '"201":{"content"',
      'POST /predict: has no 200 any more',
    ],
  ])('%s', (_, from, to, what) => {
    expect(after(from, to)).toContainEqual({ kind: 'breaking', what })
  })
})

describe('an addition', () => {
  test.each([
    ['a route', '"/health":', '"/more":{"get":{"responses":{}}},"/health":', 'GET /more is new'],
    ['a larger body', '"maxItems":9', '"maxItems":10', 'POST /predict: body.data has maxItems 10, not 9'],
    [
      'a parameter',
      '"parameters":[{',
      '"parameters":[{"in":"query","name":"until"},{',
      'POST /predict: takes query until',
    ],
    ['an error code', '["late"]', '["late","busy"]', 'POST /predict: 504.code may be busy'],
    [
      'an error code within an answer',
      '["shed"]',
      '["shed","busy"]',
      'POST /predict: 207.error.code may be busy',
    ],
    ['an error status', '"504":', '"503":{},"504":', 'POST /predict: may answer with 503'],
    [
      'a member of an answer',
      '"label":{',
      '"more":{},"label":{',
      'POST /predict: 200.more says more than before',
    ],
  ])('%s', (_, from, to, what) => {
    expect(after(from, to)).toEqual([{ kind: 'addition', what }])
  })
})
