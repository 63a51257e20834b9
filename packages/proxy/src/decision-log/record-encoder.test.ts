import { describe, expect, test } from 'bun:test'
import { type Manifest, RowCodec } from '@sepal/ensemble'
import type { AnsweredRequest } from '../core/answered-request.ts'
import type { ColumnRule } from './column-rules.ts'
import { RecordEncoder } from './record-encoder.ts'

const shop = {
  name: 'shop',
  features: {
    age: { number: { missing: {} } },
    member: { boolean: {} },
    'plan "x"': { category: { free: {}, paid: {} } },
    note: { text: {} },
  },
  sample: { age: 1, member: true, 'plan "x"': 'free', note: '' },
  classifiers: {
    forest: { model: 'f.onnx', port: 1, probabilities: { yes: {}, no: {} } },
    price: { model: 'p.onnx', port: 2, value: {} },
    kind: { model: 'k.onnx', port: 3, label: { a: {}, b: {} } },
  },
  combine: { 'soft-vote': {} },
} satisfies Manifest

const answer = (...data: number[]) => ({ data: Float64Array.from(data), at: 0, width: data.length / 2 })
const ok = (...data: number[]) => ({ kind: 'ok', value: { ...answer(...data), rows: 2 } }) as const
const time = '2026-01-02T03:04:05.678Z'
const both: AnsweredRequest = {
  requestId: 'r1',
  route: '/predict/label/batch',
  ms: 1.23456,
  rows: new RowCodec(shop).encode([
    [41.5, true, 'paid', 'said "no"'],
    [null, false, 'free', ''],
  ]),
  outcomes: [ok(0.75, 0.25, 0.5, 0.5), ok(9.5, -1e-7), ok(1, 0)],
  decisions: [
    { proba: 0.75, label: 'yes', probabilities: { yes: 0.75, no: 0.25 } },
    { proba: 0.5, label: 'yes', probabilities: { yes: 0.5, no: 0.5 } },
  ],
}

function records(answered: AnsweredRequest, rules: ColumnRule[] = [], rows = { from: 0, to: 2 }) {
  const sha = '0123456789abcdef'.repeat(4)
  const encoder = new RecordEncoder(shop, { rules, shaOf: (name) => (name === 'kind' ? undefined : sha) })
  const lines = encoder.records(answered, time, rows).trimEnd().split('\n')
  return lines.map((line): Record<string, unknown> => JSON.parse(line))
}

describe('a record of the decision log', () => {
  test('has everything about a row under flat keys', () => {
    const [first, second] = records(both)
    expect(first).toEqual({
      type: 'decision',
      time,
      request: 'r1',
      row: 0,
      route: '/predict/label/batch',
      ms: 1.235,
      outcome: 'answered',
      'features.age': 41.5,
      'features.member': true,
      'features.plan "x"': 'paid',
      'features.note': 'said "no"',
      'answers.forest.yes': 0.75,
      'answers.forest.no': 0.25,
      'answers.price': 9.5,
      'answers.kind': 'b',
      'outcomes.forest': 'ok',
      'models.forest': '0123456789ab',
      'outcomes.price': 'ok',
      'models.price': '0123456789ab',
      'outcomes.kind': 'ok',
      'models.kind': '',
      'decision.proba': 0.75,
      'decision.label': 'yes',
      'decision.probabilities.yes': 0.75,
      'decision.probabilities.no': 0.25,
    })
    expect(second).toMatchObject({
      row: 1,
      'features.age': null,
      'features.plan "x"': 'free',
      'answers.price': -1e-7,
      'answers.kind': 'a',
    })
  })

  test('has no answer of a classifier that failed, and nothing of one that was not asked', () => {
    const outcomes = [ok(0.75, 0.25, 0.5, 0.5), { kind: 'late', detail: 'x' } as const, undefined]
    const [record = {}] = records({ ...both, outcomes })
    expect(record).toMatchObject({ outcome: 'partial', 'outcomes.price': 'late', 'outcomes.forest': 'ok' })
    const keys = Object.keys(record).filter((key) => /price|kind/.test(key))
    expect(keys).toEqual(['outcomes.price'])
  })

  test('of a refusal has its code', () => {
    const outcomes = [{ kind: 'late', detail: 'x' } as const]
    const [record] = records({
      ...both,
      outcomes,
      decisions: undefined,
      code: 'deadline-exceeded',
      key: 'k"1',
    })
    expect(record).toMatchObject({ outcome: 'refused', code: 'deadline-exceeded', key: 'k"1' })
  })

  test('leaves features out, or hashes them; a gap stays one', () => {
    const [first = {}, second = {}] = records(both, [() => 'hashed', 'omit', 'plain', () => 'secret'])
    expect(first).toMatchObject({ 'features.age': 'hashed', 'features.note': 'secret' })
    expect(second['features.age']).toBeNull()
    expect(Object.keys(first)).not.toContain('features.member')
    expect(JSON.stringify(first)).not.toContain('said')
  })

  test.each([
    ['text', { decision: 'text' }],
    [[1, 2], { decision: [1, 2] }],
    [
      { a: { b: null, c: undefined }, d: Number.NaN, list: [1] },
      { 'decision.a.b': null, 'decision.d': null, 'decision.list': [1] },
    ],
  ])('has what a module of your own returns: %p', (decision, members) => {
    const [record = {}] = records({ ...both, decisions: [decision] })
    const own = Object.entries(record).filter(([key]) => key.startsWith('decision'))
    expect(Object.fromEntries(own)).toEqual(members)
  })

  test('is written for some rows of a request', () => {
    expect(records(both, [], { from: 1, to: 2 }).map(({ row }) => row)).toEqual([1])
  })

  test('names the models that were served when it was last looked up', () => {
    let sha = 'a'.repeat(64)
    const encoder = new RecordEncoder(shop, { rules: [], shaOf: () => sha })
    const model = () => JSON.parse(encoder.records(both, time, { from: 0, to: 1 }))['models.forest']
    expect(model()).toBe('a'.repeat(12))
    sha = 'b'.repeat(64)
    encoder.refresh()
    expect(model()).toBe('b'.repeat(12))
  })
})
