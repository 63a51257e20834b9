import type { Row } from '../api/wire.ts'
import { useEnsemble } from '../shell/ensemble.ts'
import { FeatureField } from './feature-field.tsx'
import { withValue } from './row.ts'

type Props = { row: Row; onChange: (row: Row) => void }

/** From this many features on, each has one line, in several columns where there is room. */
const DENSE_FROM = 9

export const isDense = (features: readonly unknown[]): boolean => features.length >= DENSE_FROM

/** A form for one row, made from the features. */
export function RowForm({ row, onChange }: Props) {
  const { features, sample } = useEnsemble()
  const isSample = row.every((value, i) => value === sample[i])
  const hasGaps = features.some(({ missing }) => missing !== undefined)
  return (
    <form class="card" aria-label="Row" onSubmit={(event) => event.preventDefault()}>
      <header class="card-head">
        <h2>Row</h2>
        <button type="button" class="quiet" disabled={isSample} onClick={() => onChange(sample)}>
          Sample
        </button>
      </header>
      <div class={`features ${isDense(features) ? 'dense' : ''} ${hasGaps ? 'with-gaps' : ''}`}>
        {features.map((feature, i) => (
          <FeatureField
            key={feature.name}
            feature={feature}
            value={row[i] ?? null}
            onChange={(value) => onChange(withValue(row, i, value))}
          />
        ))}
      </div>
    </form>
  )
}
