import { classifierNames, type Manifest } from '@sepal/ensemble'
import { microseconds } from '@sepal/server'
import type { SettledOutcome } from '../batching/as-settled.ts'
import { type AnswerRows, firstOf, rowOf } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import { answersOf, failedEntry } from './answers.ts'
import type { StreamEvent } from './stream-schema.ts'

export type StreamEventOptions = {
  /** when the request came, and what time it is, ms */
  startedAt: number
  now: () => number
  /** a probability from which on nobody else is waited for */
  until: number | undefined
}

const NOT_WAITED_FOR = { kind: 'late', detail: 'it was not waited for' } as const

/**
 * What a stream tells of a row: each classifier as it lands, the decision by those that answered, if they are at
 * least `quorum`, and the end.
 */
export function streamEventsOf<const M extends Manifest>(manifest: M, quorum: number) {
  const names = classifierNames(manifest)
  const { availableLabel } = answersOf(manifest, quorum)

  return async function* events(
    asSettled: AsyncIterable<SettledOutcome>,
    { startedAt, now, until = Number.POSITIVE_INFINITY }: StreamEventOptions,
  ): AsyncGenerator<StreamEvent<(typeof names)[number]>, void, undefined> {
    const outcomes: Outcome<AnswerRows>[] = names.map(() => NOT_WAITED_FOR)
    for await (const { batcher, outcome, at } of asSettled) {
      const classifier = names[batcher]
      if (classifier === undefined) continue
      outcomes[batcher] = outcome
      const ms = microseconds(at - startedAt)
      if (outcome.kind !== 'ok') {
        yield { event: 'error', data: { classifier, ...failedEntry(outcome), ms } }
        continue
      }
      yield { event: 'prediction', data: { classifier, prediction: rowOf(outcome.value, 0), ms } }
      if (firstOf(outcome.value, 0) >= until) break
    }
    const label = availableLabel(outcomes)
    if (label !== undefined) yield { event: 'label', data: label }
    yield { event: 'done', data: { ms: microseconds(now() - startedAt) } }
  }
}
