/** Why there is no answer of the proxy's: nothing that the proxy said. */
export type FailureCode =
  /** no connection, or it was closed before the answer was whole */
  | 'unreachable'
  /** `timeoutMs` passed */
  | 'timeout'
  /** the caller's `signal` aborted */
  | 'aborted'
  /** something answered that is not the proxy, as a gateway's error page */
  | 'unexpected-answer'
  /** the proxy serves another ensemble than the client was written for, and its answers may mean something else */
  | 'other-contract'

/**
 * A call that failed, as a value in `error`; it can be thrown too.
 * `status` and `code` tell which it is, and by these its type narrows.
 */
export class SepalError<
  Status extends number | undefined = number | undefined,
  Code extends string | undefined = string | undefined,
  Value = unknown,
> extends Error {
  override readonly name = 'SepalError'

  constructor(
    /** the answer's status; `undefined` when the proxy gave none */
    readonly status: Status,
    /** the problem's code, or a `FailureCode`; `undefined` for an answer that is no problem, as of `/health/all` */
    readonly code: Code,
    /** the answer's body: problem details with `detail`, `requestId` and, where classifiers failed, `classifiers` */
    readonly value: Value,
    message: string,
    options?: { cause?: unknown },
  ) {
    super(message, options)
  }
}
