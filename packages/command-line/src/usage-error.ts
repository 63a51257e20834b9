/** A mistake on the command line. The message is one line: what was given, and what is expected. */
export class UsageError extends Error {
  override name = 'UsageError'
}
