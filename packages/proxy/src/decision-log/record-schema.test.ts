import { describe, expect, test } from 'bun:test'
import schema from '../../decision-record.schema.json' with { type: 'json' }
import prices from '../../test/prices.json' with { type: 'json' }
import { failureKinds } from '../core/outcome.ts'
import { feedbackLines } from './feedback.ts'
import { RecordEncoder } from './record-encoder.ts'

type Kind = keyof typeof schema.$defs

/** The members of a record that its schema does not know, and those that it misses. */
function faults(kind: Kind, record: Readonly<Record<string, unknown>>): string[] {
  const { required, properties, ...others } = schema.$defs[kind]
  const patterns = 'patternProperties' in others ? Object.keys(others.patternProperties) : []
  const isKnown = (key: string) =>
    Object.hasOwn(properties, key) || patterns.some((pattern) => new RegExp(pattern).test(key))
  return [
    ...required.filter((key) => !Object.hasOwn(record, key)),
    ...Object.keys(record).filter((key) => !isKnown(key)),
  ]
}

const answered = {
  requestId: 'r1',
  route: '/predict/value',
  ms: 1,
  rows: { rows: [[80]], texts: [] },
  outcomes: [
    { kind: 'ok', value: { data: Float32Array.of(81), at: 0, rows: 1, width: 1 } } as const,
    { kind: 'late', detail: 'it did not answer in time' } as const,
  ],
  decisions: [{ value: 81, min: 81, max: 81, spread: 0 }],
}

describe('the schema of the decision log', () => {
  test('knows every member of a decision', () => {
    const encoder = new RecordEncoder(prices, { rules: [], shaOf: () => 'a'.repeat(64) })
    const line = encoder.records({ ...answered, code: 'x', key: 'k' }, '2026-01-01T00:00:00.000Z', {
      from: 0,
      to: 1,
    })
    expect(faults('decision', JSON.parse(line))).toEqual([])
    expect(faults('decision', { ...JSON.parse(line), age: 1 })).toEqual(['age'])
  })

  test('knows every member of feedback', () => {
    const line = feedbackLines([{ request: 'r1', truth: 1 }], { time: '2026-01-01T00:00:00.000Z', key: 'k' })
    expect(faults('feedback', JSON.parse(line))).toEqual([])
  })

  test('knows every outcome of a classifier', () => {
    const { enum: outcomes } = schema.$defs.decision.patternProperties['^outcomes\\..']
    expect(outcomes).toEqual(['ok', ...failureKinds])
  })
})
