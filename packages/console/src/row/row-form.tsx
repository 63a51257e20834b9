import { useEnsemble } from '../shell/ensemble.ts'
import { FeatureField } from './feature-field.tsx'
import { withValue } from './row.ts'

type Props = { row: readonly number[]; onChange: (row: readonly number[]) => void }

/** A form for one row, made from the features. */
export function RowForm({ row, onChange }: Props) {
  const { features, sample } = useEnsemble()
  const isSample = row.every((value, i) => value === sample[i])
  return (
    <form class="card" aria-label="Row" onSubmit={(event) => event.preventDefault()}>
      <header class="card-head">
        <h2>Row</h2>
        <button type="button" class="quiet" disabled={isSample} onClick={() => onChange(sample)}>
          Sample
        </button>
      </header>
      <div class="features">
        {features.map((feature, i) => (
          <FeatureField
            key={feature.name}
            feature={feature}
            value={row[i] ?? 0}
            onChange={(value) => onChange(withValue(row, i, value))}
          />
        ))}
      </div>
    </form>
  )
}
