import { useId, useRef } from 'preact/hooks'
import type { Feature, Value } from '../api/wire.ts'
import { NameText } from '../shell/name-text.tsx'
import { CategoryField } from './category-field.tsx'
import type { FieldProps } from './field-props.ts'
import { NumberField } from './number-field.tsx'
import { someValue } from './row.ts'
import { TextField } from './text-field.tsx'

type Props = { feature: Feature; value: Value; onChange: (value: Value) => void }

/** One value of a row, and a button that makes it missing where the feature allows that. */
export function FeatureField({ feature, value, onChange }: Props) {
  const id = useId()
  const last = useRef<Value>(value ?? someValue(feature))
  if (value !== null) last.current = value
  const isMissing = value === null
  return (
    <div class={isMissing ? 'feature is-missing' : 'feature'}>
      <label for={id} class="feature-name" title={feature.name}>
        <NameText name={feature.name} />
      </label>
      {feature.missing !== undefined && (
        <button
          type="button"
          class="gap"
          aria-pressed={isMissing}
          aria-label={`missing: ${feature.name}`}
          title="missing"
          onClick={() => onChange(isMissing ? last.current : null)}
        >
          missing
        </button>
      )}
      <Field id={id} feature={feature} value={last.current} isMissing={isMissing} onChange={onChange} />
    </div>
  )
}

function Field({ feature, value, ...shared }: FieldProps<Value>) {
  switch (feature.kind) {
    case 'category':
      return <CategoryField {...shared} feature={feature} value={String(value)} />
    case 'boolean':
      return <Switch {...shared} feature={feature} value={value === true} />
    case 'text':
      return <TextField {...shared} feature={feature} value={String(value)} />
    default:
      return <NumberField {...shared} feature={feature} value={Number(value)} />
  }
}

function Switch({ id, value, isMissing, onChange }: FieldProps<boolean>) {
  return (
    <span class="box switch">
      <span aria-hidden="true">{String(value)}</span>
      <input
        id={id}
        type="checkbox"
        role="switch"
        aria-checked={value}
        checked={value}
        disabled={isMissing}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
    </span>
  )
}
