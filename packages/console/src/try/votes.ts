import type { Failed, StreamEvent } from '../api/wire.ts'

/** What became of one classifier's part of an answer. */
export type Vote =
  | { is: 'awaited' }
  | { is: 'answered'; proba: number; prediction: readonly number[]; ms: number }
  | { is: 'failed'; error: Failed; ms: number }

export type Verdict = { label: string; proba: number; missing: readonly string[] }

/** An answer as far as it has come. */
export type Answer = {
  votes: ReadonlyMap<string, Vote>
  verdict?: Verdict
  /** of the whole, once it is */
  ms?: number
}

export const nothingYet: Answer = { votes: new Map() }

/** The answer after one more event of the stream. */
export function withEvent(answer: Answer, { event, data }: StreamEvent): Answer {
  switch (event) {
    case 'prediction': {
      const { classifier, prediction, ms } = data
      return withVote(answer, classifier, { is: 'answered', proba: prediction[0] ?? 0, prediction, ms })
    }
    case 'error':
      return withVote(answer, data.classifier, { is: 'failed', error: data.error, ms: data.ms })
    case 'label':
      return { ...answer, verdict: { ...data.prediction, missing: data.missing } }
    case 'done':
      return { ...answer, ms: data.ms }
  }
}

function withVote(answer: Answer, name: string, vote: Vote): Answer {
  return { ...answer, votes: new Map(answer.votes).set(name, vote) }
}

/** What is shown while an answer comes in: what has not come yet is as it was before. */
export function shownMeanwhile(last: Answer, coming: Answer): Answer {
  const votes = new Map([...last.votes, ...coming.votes])
  const verdict = coming.verdict ?? (coming.ms === undefined ? last.verdict : undefined)
  return { ...coming, votes, ...(verdict && { verdict }) }
}

export type Without = { label: string; proba: number }

/** The label among these classifiers when one of them is not asked: the one that is surest of the others. */
export function labelWithout(
  votes: Answer['votes'],
  names: readonly string[],
  left: string,
): Without | undefined {
  let surest: Without | undefined
  for (const name of names) {
    const vote = votes.get(name)
    if (name === left || vote?.is !== 'answered') continue
    if (surest === undefined || vote.proba > surest.proba) surest = { label: name, proba: vote.proba }
  }
  return surest
}
