import { combinationOf, type Manifest, STACK } from '@sepal/ensemble'
import type { Span } from '@sepal/server'
import { stageRows } from '../answers/stage-rows.ts'
import type { Outcomes } from '../batching/fan-out.ts'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import type { ProxyDeps } from '../deps.ts'

/** A request that the voters have answered. */
export type VotedRequest = {
  /** of the voters, in their order */
  outcomes: Outcomes<AnswerRows>
  isPartial: boolean
  requestId: string
  /** of the whole request, in the clock's ms: the final model has what is left */
  deadline: number
  /** where it is traced */
  span: Span | undefined
  caller: { readonly signal: AbortSignal }
}

/** How the final model of a stack is asked; nothing where there is none. */
export function finalStageOf<const M extends Manifest>({
  manifest,
  stage,
}: Pick<ProxyDeps<M>, 'manifest' | 'stage'>) {
  const { columns, voters } = combinationOf(manifest)
  if (columns === undefined || stage === undefined) return undefined
  const fanOut = stage.clusters.fanOutTo([STACK])
  return async ({
    outcomes,
    isPartial,
    requestId,
    deadline,
    span,
    caller,
  }: VotedRequest): Promise<Outcome<AnswerRows>> => {
    const rows = stageRows(columns, voters, { outcomes, isPartial })
    if ('kind' in rows) return rows
    const [outcome] = await fanOut.ask({ rows, requestId, deadline, span }, { caller, needsAll: true })
    return outcome ?? { kind: 'late', detail: 'it did not answer' }
  }
}
