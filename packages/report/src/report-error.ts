/** Why there is no report, for whoever asked for it. */
export class ReportError extends Error {
  override name = 'ReportError'
}
