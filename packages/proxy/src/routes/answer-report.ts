import { type EncodedRows, type Manifest, servedNames } from '@sepal/ensemble'
import { Refusal } from '../answers/refusal.ts'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import type { ProxyDeps } from '../deps.ts'

/** A request whose classifiers have been asked. */
export type AskedRequest = {
  requestId: string
  /** of the caller's key, '' where there is none */
  keyName: string
  /** when its head came, in ms of `performance.now()` */
  startedAt: number
  route: string
  rows: EncodedRows
  /** of those that were asked, in their order */
  outcomes: readonly (Outcome<AnswerRows> | undefined)[]
}

/** What the answer was: a problem's code, or the decisions where some were asked for. */
export type Made = { code: string } | { decisions?: readonly unknown[] | undefined }

/** Reports the answer to one request, once it is made. */
export type TellAnswer = (made: Made) => void

/**
 * How requests are reported to `onAnswered`; `undefined` if nobody listens.
 * @param asked the names of those whose outcomes the requests have, in their order
 */
export function answerReport<const M extends Manifest>(
  { manifest, onAnswered }: Pick<ProxyDeps<M>, 'manifest' | 'onAnswered'>,
  asked: readonly string[],
): ((request: AskedRequest) => TellAnswer) | undefined {
  if (onAnswered === undefined) return undefined
  const places = servedNames(manifest).map((name) => asked.indexOf(name))
  const isInPlace = places.every((from, place) => from === place)
  return ({ requestId, keyName, startedAt, route, rows, outcomes }) =>
    (made) => {
      onAnswered({
        requestId,
        key: keyName || undefined,
        route,
        ms: performance.now() - startedAt,
        rows,
        outcomes: isInPlace ? outcomes : places.map((from) => outcomes[from]),
        decisions: 'code' in made ? undefined : made.decisions,
        code: 'code' in made ? made.code : undefined,
      })
    }
}

/** What an answer was that may be a refusal. */
export function madeOf<V>(answer: V | Refusal, decisionsOf?: (answer: V) => readonly unknown[]): Made {
  if (answer instanceof Refusal) return { code: answer.code }
  return decisionsOf === undefined ? {} : { decisions: decisionsOf(answer) }
}
