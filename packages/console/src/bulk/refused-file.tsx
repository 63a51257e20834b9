import type { Bulk } from './use-bulk.ts'

type Props = { refused: Extract<Bulk, { is: 'refused' }>; onClear: () => void }

/** Says why a file is not scored. */
export function RefusedFile({ refused: { file, reason }, onClear }: Props) {
  return (
    <section class="card drop" aria-label="File">
      <h2>{file.name}</h2>
      <p role="alert">This file cannot be scored: {reason}.</p>
      <button type="button" onClick={onClear}>
        Another file
      </button>
    </section>
  )
}
