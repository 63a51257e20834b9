import { describe, expect, test } from 'bun:test'
import type { StreamEvent } from '../api/wire.ts'
import { labelWithout, nothingYet, withEvent } from './votes.ts'

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

test('an answer grows with each event', () => {
  const label: StreamEvent = {
    event: 'label',
    data: { prediction: { label: 'rose', proba: 0.9 }, complete: false, missing: ['moss'] },
  }
  const answer = answerOf(prediction('rose', 0.9), failed, label, { event: 'done', data: { ms: 10 } })
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
