/** What turned out to be right for a row that was answered before. */
export type Feedback = {
  /** the ID of the request that had the row */
  request: string
  /** which of its rows, counted from 0; the first if absent */
  row?: number
  truth: string | number | boolean
}

/**
 * The lines of feedback in the decision log.
 * @param time when it came, ISO 8601
 */
export function feedbackLines(all: readonly Feedback[], time: string): string {
  return all
    .map(
      ({ request, row = 0, truth }) => `${JSON.stringify({ type: 'feedback', time, request, row, truth })}\n`,
    )
    .join('')
}
