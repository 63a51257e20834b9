/** A call that gave no answer, in words for who reads the page. */
export class CallFailure extends Error {
  override name = 'CallFailure'

  constructor(
    /** the problem's code, or `unreachable` */
    readonly code: string,
    readonly title: string,
    readonly detail: string,
    /** after which it may go better, ms; nothing when it will not by itself */
    readonly retryAfterMs?: number,
  ) {
    super(`${title}: ${detail}`)
  }

  /** Whether the same call may go better in a while. */
  get mayPass(): boolean {
    return this.retryAfterMs !== undefined || this.code === 'deadline-exceeded'
  }
}
