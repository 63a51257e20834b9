import { numberIn } from '@sepal/tabular'
import { useEffect, useState } from 'preact/hooks'
import type { NumericFeature } from '../api/wire.ts'
import { decimalsOf, shortest } from '../shell/figures.ts'
import type { FieldProps } from './field-props.ts'

type Props = FieldProps<number, NumericFeature>

/** The box beside a slider is as wide as its text, within these, in characters; without a slider it has its place. */
const MIN_CHARACTERS = 5
const MAX_CHARACTERS = 14

/** A number, exact in a box or by a slider over the range that was observed. */
export function NumberField({ id, feature, value, isMissing, onChange }: Props) {
  const [text, setText] = useState(shortest(value))
  const read = feature.kind === 'integer' ? integerIn : numberIn
  // What is typed may be on its way to a number, as "-" or "1e"; the value follows once it is one.
  useEffect(() => {
    if (read(text) !== value) setText(shortest(value))
  }, [value])
  const { range, unit = '' } = feature
  const note = isMissing ? '' : noteOn(value, feature, read(text) !== undefined)
  const type = (typed: string) => {
    setText(typed)
    const typedValue = read(typed)
    if (typedValue !== undefined) onChange(typedValue)
  }
  return (
    <>
      <span class={range ? 'box number' : 'main number'}>
        <input
          id={id}
          type="text"
          // A phone's pad for decimals may have no minus.
          inputMode={range === undefined || (range[0] ?? 0) < 0 ? 'text' : 'decimal'}
          autocomplete="off"
          disabled={isMissing}
          value={text}
          title={text.length > MAX_CHARACTERS ? text : undefined}
          style={{ '--characters': Math.min(MAX_CHARACTERS, Math.max(MIN_CHARACTERS, text.length)) }}
          aria-invalid={read(text) === undefined}
          aria-describedby={note === '' ? undefined : `${id}-note`}
          onInput={(event) => type(event.currentTarget.value)}
          onBlur={() => setText(shortest(value))}
        />
        <span class="unit">{unit}</span>
      </span>
      {range && (
        <Slider feature={feature} range={range} value={value} isMissing={isMissing} onChange={onChange} />
      )}
      {note !== '' && (
        <p class="note" id={`${id}-note`}>
          {note}
        </p>
      )}
    </>
  )
}

type SliderProps = Omit<Props, 'id'> & { range: readonly number[] }

function Slider({ feature, range, value, isMissing, onChange }: SliderProps) {
  const { name, unit = '', kind } = feature
  const isWhole = kind === 'integer'
  const [least = 0, high = 1] = range
  const low = isWhole ? Math.ceil(least) : least
  const fill = high > low ? Math.min(1, Math.max(0, (value - low) / (high - low))) : 0
  return (
    <>
      <input
        class="slider"
        type="range"
        min={low}
        max={high}
        step={isWhole ? 1 : 10 ** -decimalsOf(range)}
        value={value}
        disabled={isMissing}
        style={{ '--fill': fill }}
        aria-label={`${name}, ${unit || 'slider'}`}
        onInput={(event) => onChange(event.currentTarget.valueAsNumber)}
      />
      <span class="range" aria-hidden="true">
        <span>{shortest(low)}</span>
        <span>{shortest(high)}</span>
      </span>
    </>
  )
}

function noteOn(value: number, { kind, range }: NumericFeature, isValid: boolean): string {
  if (!isValid) {
    return `Not a valid ${kind === 'integer' ? 'whole number' : 'number'}; using the previous value.`
  }
  const [low = value, high = value] = range ?? []
  // A range of float32 has ends that are not quite the numbers that they are written as.
  const isOutside = [value, Math.fround(value)].every((near) => near < low || near > high)
  return isOutside ? `Outside the observed range, ${shortest(low)} to ${shortest(high)}.` : ''
}

/** The whole number that a text is, if a double holds it exactly. */
function integerIn(text: string): number | undefined {
  const value = numberIn(text)
  return Number.isSafeInteger(value) ? value : undefined
}
