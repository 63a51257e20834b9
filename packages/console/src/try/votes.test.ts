import { describe, expect, test } from 'bun:test'
import type { StreamEvent } from '../api/wire.ts'
import { labelWithout, nothingYet, shownMeanwhile, withEvent } from './votes.ts'

const names = ['rose', 'lily', 'moss']
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
  data: { prediction: { label: 'rose', proba: 0.9 }, complete: false, missing: ['moss'] },
}
const done: StreamEvent = { event: 'done', data: { ms: 10 } }

test('an answer grows with each event', () => {
  const answer = answerOf(prediction('rose', 0.9), failed, label, done)
  expect(answer.votes.get('rose')).toEqual({
    is: 'answered',
    proba: 0.9,
    prediction: [0.9, expect.closeTo(0.1)],
    ms: 2,
  })
  expect(answer.votes.get('moss')).toMatchObject({ is: 'failed', error: { code: 'deadline-exceeded' } })
  expect(answer.votes.get('lily')).toBeUndefined()
  expect(answer).toMatchObject({ verdict: { label: 'rose', proba: 0.9, missing: ['moss'] }, ms: 10 })
})

describe('while an answer comes in', () => {
  const last = answerOf(prediction('rose', 0.9), prediction('lily', 0.2), label, done)

  test('what has not come is as it was', () => {
    const shown = shownMeanwhile(last, answerOf(prediction('rose', 0.1)))
    expect(shown.votes.get('rose')).toMatchObject({ proba: 0.1 })
    expect(shown.votes.get('lily')).toMatchObject({ proba: 0.2 })
    expect(shown.verdict).toEqual({ label: 'rose', proba: 0.9, missing: ['moss'] })
    expect(shown.ms).toBeUndefined()
  })

  test('an end without a label has none', () => {
    expect(shownMeanwhile(last, answerOf(failed, done)).verdict).toBeUndefined()
  })
})

describe('the label without a classifier', () => {
  const { votes } = answerOf(prediction('rose', 0.9), prediction('lily', 0.4), prediction('moss', 0.4))

  test('is that of the surest of the others, the first of those that are', () => {
    expect(labelWithout(votes, names, 'rose')).toEqual({ label: 'lily', proba: 0.4 })
    expect(labelWithout(votes, names, 'lily')).toEqual({ label: 'rose', proba: 0.9 })
  })

  test('is none where no other one answered', () => {
    expect(labelWithout(answerOf(prediction('rose', 0.9), failed).votes, names, 'rose')).toBeUndefined()
  })
})
