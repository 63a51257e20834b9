import { classifierNames, combinationOf, type DecideRow, type Manifest, STACK } from '@sepal/ensemble'
import { microseconds } from '@sepal/server'
import type { SettledOutcome } from '../batching/as-settled.ts'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import { answersOf, failedEntry } from './answers.ts'
import { DecisionFailed } from './decision-failed.ts'
import { decisionsOf } from './decisions.ts'
import type { LeaveOneOut, StreamEvent } from './stream-schema.ts'

export type StreamEventOptions = {
  /** when the request came, and the current time, ms */
  startedAt: number
  now: () => number
  /** the confidence of a classifier in the decision that makes waiting for the others unnecessary */
  until: number | undefined
  /** whether to report what the decision would be without each classifier */
  leaveOneOut: boolean | undefined
  /** asks the final model of a stack, by the outcomes of the voters */
  askFinal?: ((outcomes: readonly Outcome<AnswerRows>[]) => Promise<Outcome<AnswerRows>>) | undefined
  /** told at the end, also when the caller has left */
  onEnd?: ((streamed: StreamedAnswer) => void) | undefined
}

/** What a stream has said of its row. */
export type StreamedAnswer = {
  /** of each classifier, then that of the final model; `undefined` for one that was not waited for or not asked */
  outcomes: readonly (Outcome<AnswerRows> | undefined)[]
  /** the decision; none if too few answered */
  decisions?: readonly unknown[]
}

const NOT_WAITED_FOR = { kind: 'late', detail: 'it was not waited for' } as const
const LEFT_OUT = { kind: 'late', detail: 'it was left out' } as const

/**
 * The events of a row: each classifier as it settles, the decision by those that answered, if they are at least
 * `quorum`, and the end.
 */
export function streamEventsOf<const M extends Manifest>(manifest: M, quorum: number, decideRow?: DecideRow) {
  const names = classifierNames(manifest)
  const { route } = combinationOf(manifest)
  const { oneOf } = answersOf(manifest)
  const decisions = decisionsOf(manifest, quorum, decideRow)
  const { voters, surenessOf } = decisions
  // The types of the events follow from M, which is open here: what is put together below has the fields of one.
  const event = (kind: string, data: object) => ({ event: kind, data }) as StreamEvent<M>

  function withoutEach(outcomes: readonly Outcome<AnswerRows>[]): LeaveOneOut<M> {
    const others: LeaveOneOut<M> = {}
    for (const name of voters) {
      const place = names.indexOf(name)
      if (outcomes[place]?.kind !== 'ok') continue
      others[name] =
        withoutFailing(() => decisions.available(outcomes.with(place, LEFT_OUT)))?.prediction ?? null
    }
    return others
  }

  function decisionEvent(
    outcomes: readonly Outcome<AnswerRows>[],
    leaveOneOut: boolean | undefined,
    final?: Outcome<AnswerRows>,
  ) {
    if (route === undefined) return undefined
    try {
      const decision = decisions.available(outcomes, final)
      if (decision === undefined) return undefined
      return event(route, leaveOneOut ? { ...decision, leaveOneOut: withoutEach(outcomes) } : decision)
    } catch (error) {
      if (!(error instanceof DecisionFailed)) throw error
      return event(route, { error: { code: error.code, detail: error.message } })
    }
  }

  return async function* events(
    asSettled: AsyncIterable<SettledOutcome>,
    { startedAt, now, until = Number.POSITIVE_INFINITY, leaveOneOut, askFinal, onEnd }: StreamEventOptions,
  ): AsyncGenerator<StreamEvent<M>, void, undefined> {
    const outcomes: Outcome<AnswerRows>[] = names.map(() => NOT_WAITED_FOR)
    for await (const { batcher, outcome, at } of asSettled) {
      const classifier = names[batcher]
      if (classifier === undefined) continue
      outcomes[batcher] = outcome
      const ms = microseconds(at - startedAt)
      if (outcome.kind !== 'ok') {
        yield event('error', { classifier, ...failedEntry(outcome), ms })
        continue
      }
      yield event('prediction', { classifier, prediction: oneOf(batcher, outcome.value), ms })
      if ((surenessOf(classifier, outcome.value) ?? Number.NEGATIVE_INFINITY) >= until) break
    }
    const final = await askFinal?.(decisions.votersOf(outcomes))
    if (final !== undefined && final.kind !== 'ok') {
      yield event('error', { classifier: STACK, ...failedEntry(final), ms: microseconds(now() - startedAt) })
    }
    const decision = decisionEvent(outcomes, leaveOneOut, final)
    if (decision !== undefined) yield decision
    yield event('done', { ms: microseconds(now() - startedAt) })
    if (onEnd === undefined) return
    const waitedFor = outcomes.map((outcome) => (outcome === NOT_WAITED_FOR ? undefined : outcome))
    onEnd({ outcomes: [...waitedFor, final], ...decisionIn(decision) })
  }
}

/** The decision of an event; none where the module that decides failed. */
function decisionIn(event: { data: object } | undefined): { decisions?: readonly unknown[] } {
  return event !== undefined && 'prediction' in event.data ? { decisions: [event.data.prediction] } : {}
}

/** What is decided; nothing where the module that decides fails. */
function withoutFailing<V>(decide: () => V): V | undefined {
  try {
    return decide()
  } catch (error) {
    if (error instanceof DecisionFailed) return undefined
    throw error
  }
}
