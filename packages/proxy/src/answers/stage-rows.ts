import type { StackColumn } from '@sepal/ensemble'
import type { Outcomes } from '../batching/fan-out.ts'
import { type AnswerRows, startOf } from '../core/answer-rows.ts'
import type { Failure } from '../core/outcome.ts'

/**
 * What a final model is asked: rows of the columns that it takes from the others' answers. When one of these has not
 * answered, what the manifest says stands in for its columns, if the caller takes partial answers and it says that for
 * all of them; otherwise the final model is not asked, for the same reason.
 * @param outcomes of the voters, in their order
 */
export function stageRows(
  columns: readonly StackColumn[],
  voters: readonly string[],
  { outcomes, isPartial }: { outcomes: Outcomes<AnswerRows>; isPartial: boolean },
): number[][] | Failure {
  const sources = columns.map((column) => ({ column, outcome: outcomes[voters.indexOf(column.voter)] }))
  for (const { column, outcome } of sources) {
    if (outcome?.kind === 'ok' || (isPartial && column.missing !== undefined)) continue
    const detail = `it was not asked: ${column.voter} did not answer, and nothing stands in for ${column.name}`
    return {
      kind: outcome?.kind ?? 'late',
      detail: isPartial ? detail : `it was not asked: ${column.voter} did not answer`,
    }
  }
  const answered = outcomes.find((outcome) => outcome.kind === 'ok')
  if (answered?.kind !== 'ok')
    return {
      kind: outcomes[0]?.kind === 'ok' ? 'late' : (outcomes[0]?.kind ?? 'late'),
      detail: 'it was not asked: nobody answered',
    }
  return Array.from({ length: answered.value.rows }, (_, row) =>
    sources.map(({ column, outcome }) =>
      outcome?.kind === 'ok'
        ? (outcome.value.data[startOf(outcome.value, row) + column.at] ?? Number.NaN)
        : (column.missing ?? Number.NaN),
    ),
  )
}
