import type { CallFailure } from '../api/call-failure.ts'
import { KEY_CODES } from './key-codes.ts'
import { KeyForm } from './key-form.tsx'

/** What went wrong, with its code, and a button to retry; or a form for a key where another one may help. */
export function FailureNotice({ failure, onRetry }: { failure: CallFailure; onRetry?: () => void }) {
  return (
    <div class="failure" role="alert">
      <div>
        <strong>{failure.title}</strong>
        <p>
          {failure.detail} <code>{failure.code}</code>
        </p>
        {KEY_CODES.includes(failure.code) && <KeyForm />}
      </div>
      {onRetry && (
        <button type="button" onClick={onRetry}>
          Try again
        </button>
      )}
    </div>
  )
}
