/** What turned out to be right for a row that was answered before. */
export type Feedback = {
  /** the ID of the request that had the row */
  request: string
  /** which of its rows, counted from 0; the first if absent */
  row?: number
  truth: string | number | boolean
}

/** How feedback came. */
export type FeedbackOrigin = {
  /** ISO 8601 */
  time: string
  /** name of the caller's key; undefined without keys */
  key: string | undefined
}

/** The lines of feedback in the decision log. */
export function feedbackLines(all: readonly Feedback[], { time, key }: FeedbackOrigin): string {
  return all
    .map(
      ({ request, row = 0, truth }) =>
        `${JSON.stringify({ type: 'feedback', time, request, row, truth, key })}\n`,
    )
    .join('')
}
