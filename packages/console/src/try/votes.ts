import type { Failed, Prediction, StreamEvent } from '../api/wire.ts'
import { type Decided, decisionOf } from './decision.ts'

/** What became of one classifier's part of an answer. */
export type Vote =
  | { is: 'awaited' }
  | { is: 'answered'; prediction: Prediction; ms: number }
  | { is: 'failed'; error: Failed; ms: number }

export type Verdict = {
  decided: Decided
  missing: readonly string[]
  /** the decision without each classifier that answered; `undefined` where the others are too few */
  without: ReadonlyMap<string, Decided | undefined>
}

/** An answer as far as it has come. */
export type Answer = {
  votes: ReadonlyMap<string, Vote>
  verdict?: Verdict
  /** why the ensemble's own code decided nothing */
  undecided?: Failed
  /** of the whole answer, once it is complete */
  ms?: number
}

export const nothingYet: Answer = { votes: new Map() }

/** The answer after one more event of the stream. */
export function withEvent(answer: Answer, { event, data }: StreamEvent): Answer {
  switch (event) {
    case 'prediction': {
      const { classifier, prediction, ms } = data
      return withVote(answer, classifier, { is: 'answered', prediction, ms })
    }
    case 'error':
      return withVote(answer, data.classifier, { is: 'failed', error: data.error, ms: data.ms })
    case 'done':
      return { ...answer, ms: data.ms }
    default: {
      if ('error' in data) return { ...answer, undecided: data.error }
      const { prediction, missing, leaveOneOut = {} } = data
      const without = new Map(Object.entries(leaveOneOut).map(([name, other]) => [name, otherOf(other)]))
      return { ...answer, verdict: { decided: decisionOf(prediction), missing, without } }
    }
  }
}

const otherOf = (decision: unknown): Decided | undefined =>
  decision === null ? undefined : decisionOf(decision)

function withVote(answer: Answer, name: string, vote: Vote): Answer {
  return { ...answer, votes: new Map(answer.votes).set(name, vote) }
}

/** What is shown while an answer comes in: what has not come yet is as it was before. */
export function shownMeanwhile(last: Answer, coming: Answer): Answer {
  if (coming.ms !== undefined || coming.undecided !== undefined) return coming
  const verdict = coming.verdict ?? last.verdict
  return { ...coming, votes: new Map([...last.votes, ...coming.votes]), ...(verdict && { verdict }) }
}
