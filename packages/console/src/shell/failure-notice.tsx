import type { CallFailure } from '../api/call-failure.ts'

/** What went wrong, with its code, and a button to retry. */
export function FailureNotice({ failure, onRetry }: { failure: CallFailure; onRetry?: () => void }) {
  return (
    <div class="failure" role="alert">
      <div>
        <strong>{failure.title}</strong>
        <p>
          {failure.detail} <code>{failure.code}</code>
        </p>
      </div>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}
