import { expect, test } from 'bun:test'
import { Value } from '@sinclair/typebox/value'
import { SocketRequest } from './socket.ts'

const head = { kind: 'predict', id: 1, rows: 1, timeoutMs: 10, requestIds: ['a'] }
const trace = { traceparent: `00-${'a'.repeat(32)}-${'c'.repeat(16)}-01`, tracestate: 'vendor=1' }

test.each([
  ['of a proxy that knows of no traces', head],
  ['that is traced', { ...head, ...trace }],
  ['of a later version, with more than is known here', { ...head, ...trace, later: 1 }],
])('a call %s is one', (_, call) => {
  expect(Value.Check(SocketRequest, call)).toBe(true)
})

test('a trace that is no text makes a call none', () => {
  expect(Value.Check(SocketRequest, { ...head, traceparent: 1 })).toBe(false)
})
