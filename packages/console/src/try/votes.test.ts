import { describe, expect, test } from 'bun:test'
import type { StreamEvent } from '../api/wire.ts'
import { nothingYet, shownMeanwhile, withEvent } from './votes.ts'

const prediction = (classifier: string, p0: number): StreamEvent => ({
  event: 'prediction',
  data: { classifier, prediction: [p0, 1 - p0], ms: 2 },
})
const failed: StreamEvent = {
  event: 'error',
  data: { classifier: 'moss', error: { code: 'deadline-exceeded', detail: 'late' }, ms: 9 },
}
const answerOf = (...events: StreamEvent[]) => events.reduce(withEvent, nothingYet)

const label: StreamEvent = {
  event: 'label',
  data: {
    prediction: { label: 'rose', proba: 0.9 },
    missing: ['moss'],
    leaveOneOut: { rose: { label: 'lily', proba: 0.4 }, lily: null },
  },
}
const done: StreamEvent = { event: 'done', data: { ms: 10 } }

test('an answer grows with each event', () => {
  const answer = answerOf(prediction('rose', 0.75), failed, label, done)
  expect(answer.votes.get('rose')).toEqual({ is: 'answered', prediction: [0.75, 0.25], ms: 2 })
  expect(answer.votes.get('moss')).toMatchObject({ is: 'failed', error: { code: 'deadline-exceeded' } })
  expect(answer.votes.get('lily')).toBeUndefined()
  expect(answer).toMatchObject({
    verdict: { decided: { is: 'label', label: 'rose', proba: 0.9 }, missing: ['moss'] },
    ms: 10,
  })
  expect([...(answer.verdict?.without ?? [])]).toEqual([
    ['rose', { is: 'label', label: 'lily', proba: 0.4 }],
    ['lily', undefined],
  ])
})

test('a value is a decision too', () => {
  const value: StreamEvent = { event: 'value', data: { prediction: { value: 3 }, missing: [] } }
  expect(answerOf(value).verdict).toEqual({
    decided: { is: 'value', value: 3 },
    missing: [],
    without: new Map(),
  })
})

test("an ensemble's own code that fails decides nothing", () => {
  const error = { code: 'decision-failed', detail: 'the module threw' }
  const answer = answerOf(prediction('rose', 0.9), { event: 'decision', data: { error } }, done)
  expect(answer).toMatchObject({ undecided: error, ms: 10 })
  expect(answer.verdict).toBeUndefined()
})

describe('while an answer comes in', () => {
  const last = answerOf(prediction('rose', 0.9), prediction('lily', 0.2), label, done)

  test('what has not come is as it was', () => {
    const shown = shownMeanwhile(last, answerOf(prediction('rose', 0.1)))
    expect(shown.votes.get('rose')).toMatchObject({ prediction: [0.1, 0.9] })
    expect(shown.votes.get('lily')).toMatchObject({ prediction: [0.2, 0.8] })
    expect(shown.verdict).toEqual(last.verdict)
    expect(shown.ms).toBeUndefined()
  })

  test('an end without a decision has none', () => {
    const shown = shownMeanwhile(last, answerOf(failed, done))
    expect(shown.verdict).toBeUndefined()
    expect([...shown.votes.keys()]).toEqual(['moss'])
  })
})
