import { describe, expect, test } from 'bun:test'
import { Study } from './study.ts'

const decision = (request: string, members: object, time = '2026-01-01T00:00:00.000Z') =>
  JSON.stringify({ type: 'decision', time, request, row: 0, ms: 2, outcome: 'answered', ...members })
const feedback = (request: string, truth: unknown) =>
  JSON.stringify({ type: 'feedback', time: '', request, row: 0, truth })

function findings(lines: readonly string[], since?: string) {
  const study = new Study({ since: since === undefined ? undefined : Date.parse(since) })
  for (const line of lines) study.learn(line)
  for (const line of lines) study.add(line)
  return study.findings(1)
}

describe('a study of a log', () => {
  test('compares the decision and each classifier with what was right', () => {
    const answers = { 'answers.forest.yes': 0.75, 'answers.forest.no': 0.25, 'answers.rule': 'no' }
    const found = findings([
      feedback('a', 'no'),
      decision('a', { ...answers, 'decision.label': 'yes' }),
      decision('b', { ...answers, 'decision.label': 'yes' }),
      feedback('b', 'yes'),
      decision('c', { ...answers, 'decision.label': 'yes' }),
      feedback('a', 'yes'),
      feedback('nobody', 'yes'),
    ])
    expect(found).toMatchObject({ rows: 3, lines: 7, malformed: 0, feedback: { given: 3, matched: 2 } })
    expect(found.decision.accuracy).toMatchObject({ hits: 2, of: 2 })
    expect(found.decision.confusion).toEqual({ labels: ['yes'], counts: [[2]] })
    const [forest, rule] = found.classifiers
    expect(forest).toMatchObject({ name: 'forest', accuracy: { hits: 2, of: 2 }, calibration: { rows: 2 } })
    expect(rule).toMatchObject({ name: 'rule', accuracy: { hits: 0, of: 2 } })
  })

  test('takes the rest for all labels that a classifier does not know', () => {
    const answers = { 'answers.setosa.setosa': 0.1, 'answers.setosa.rest': 0.9 }
    const { classifiers } = findings([
      feedback('a', 'virginica'),
      feedback('b', 'setosa'),
      decision('a', answers),
      decision('b', answers),
    ])
    expect(classifiers[0]?.accuracy).toMatchObject({ hits: 1, of: 2 })
  })

  test('has the errors of values', () => {
    const members = { 'answers.linear': 13, 'decision.value': 6 }
    const { decision: decided, classifiers } = findings([feedback('a', 10), decision('a', members)])
    expect(decided.errors).toEqual({ rows: 1, meanAbsolute: 4, rootMeanSquare: 4, mean: -4 })
    expect(classifiers[0]?.errors).toMatchObject({ rows: 1, mean: 3 })
  })

  test('counts failures by their code and by classifier', () => {
    const { outcomes, codes, classifiers } = findings([
      decision('a', { outcome: 'refused', code: 'deadline-exceeded', 'outcomes.forest': 'late' }),
      decision('b', { 'outcomes.forest': 'ok' }),
    ])
    expect(outcomes.map(([outcome]) => outcome)).toEqual(['refused', 'answered'])
    expect(codes).toEqual([['deadline-exceeded', 1]])
    const [late, ok] = [['late', 1] as const, ['ok', 1] as const]
    expect(classifiers).toEqual([{ name: 'forest', outcomes: [late, ok] }])
  })

  test('says how far features and answers have moved since a date', () => {
    const lines = Array.from({ length: 40 }, (_, i) =>
      decision(
        `${i}`,
        { 'features.age': i < 20 ? i : i + 100, 'features.plan': 'free', 'answers.f.yes': 0.5 },
        i < 20 ? '2026-01-01T00:00:00Z' : '2026-02-01T00:00:00Z',
      ),
    )
    const { drift } = findings(lines, '2026-01-15')
    expect(drift?.columns.map(({ column, before, after }) => [column, before, after])).toEqual([
      ['features.age', 20, 20],
      ['features.plan', 20, 20],
      ['answers.f.yes', 20, 20],
    ])
    expect(drift?.columns[0]).toMatchObject({ distance: 1 })
    expect(drift?.columns[1]).toMatchObject({ psi: 0 })
  })

  test.each([
    '{"type":"decision"',
    'null',
    '7',
    '{"type":"other","request":"a","row":0}',
    feedback('a', undefined),
  ])('counts %p, which is no record', (line) => {
    expect(findings([line, decision('a', {})])).toMatchObject({ malformed: 1, rows: 1 })
  })

  test('has nothing of an empty log', () => {
    expect(findings([''])).toMatchObject({ rows: 0, lines: 0, from: undefined, classifiers: [] })
  })
})
