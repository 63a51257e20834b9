import { numberIn } from '@sepal/tabular'
import { useEffect, useId, useState } from 'preact/hooks'
import type { Feature } from '../api/wire.ts'
import { decimalsOf } from '../shell/figures.ts'

type Props = { feature: Feature; value: number; onChange: (value: number) => void }

/** One number of a row: exact in a field, or by a slider over the range that was observed. */
export function FeatureField({ feature, value, onChange }: Props) {
  const id = useId()
  const [text, setText] = useState(String(value))
  // What is typed may be on its way to a number, as "-" or "1e"; the value follows once it is one.
  useEffect(() => {
    if (numberIn(text) !== value) setText(String(value))
  }, [value])
  const [low = 0, high = 1] = feature.range
  const step = 10 ** -decimalsOf(feature.range)
  const fill = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0
  const isNumber = numberIn(text) !== undefined
  const note = noteOn(value, feature, isNumber)
  const type = (typed: string) => {
    setText(typed)
    const typedValue = numberIn(typed)
    if (typedValue !== undefined) onChange(typedValue)
  }
  return (
    <div class="feature">
      <label for={id} class="feature-name" title={feature.name}>
        {feature.name}
      </label>
      <span class="number">
        <input
          id={id}
          type="text"
          // A phone's pad for decimals may have no minus.
          inputMode={low < 0 ? 'text' : 'decimal'}
          autocomplete="off"
          value={text}
          aria-invalid={!isNumber}
          aria-describedby={note === '' ? undefined : `${id}-note`}
          onInput={(event) => type(event.currentTarget.value)}
          onBlur={() => setText(String(value))}
        />
        <span class="unit">{feature.unit}</span>
      </span>
      <input
        class="slider"
        type="range"
        min={low}
        max={high}
        step={step}
        value={value}
        style={{ '--fill': fill }}
        aria-label={feature.unit === '' ? feature.name : `${feature.name}, ${feature.unit}`}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <span class="range" aria-hidden="true">
        <span>{low}</span>
        <span>{high}</span>
      </span>
      {note !== '' && (
        <p class="note" id={`${id}-note`}>
          {note}
        </p>
      )}
    </div>
  )
}

function noteOn(value: number, { range: [low = 0, high = 1] }: Feature, isNumber: boolean): string {
  if (!isNumber) return 'This is not a number that a model takes; the last one counts.'
  if (value < low || value > high) return `Outside of what was observed, ${low} to ${high}.`
  return ''
}
