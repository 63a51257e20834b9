/** The errors that a classifier returns to the proxy, which passes them on, beside those of any server. */
export const classifierProblemCodes = {
  'unanswerable-row': { status: 422, title: 'A model has no answer to a row' },
  'deadline-exceeded': { status: 504, title: 'A classifier did not answer in time' },
} as const
