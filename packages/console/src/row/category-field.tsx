import { useEffect, useState } from 'preact/hooks'
import type { CategoryFeature } from '../api/wire.ts'
import { count } from '../shell/figures.ts'
import type { FieldProps } from './field-props.ts'

type Props = FieldProps<string, CategoryFeature>

/** A longer list is searched by typing. */
const MAX_LISTED = 30

/** One of the values of a category. */
export function CategoryField(props: Props) {
  const { id, feature, value, isMissing, onChange } = props
  if (feature.values.length > MAX_LISTED) return <Search {...props} />
  return (
    <select
      class="main"
      id={id}
      value={value}
      disabled={isMissing}
      onChange={(event) => onChange(event.currentTarget.value)}
    >
      {feature.values.map((known) => (
        <option key={known} value={known}>
          {known}
        </option>
      ))}
    </select>
  )
}

function Search({ id, feature: { values }, value, isMissing, onChange }: Props) {
  const [text, setText] = useState(value)
  useEffect(() => setText(value), [value])
  const isKnown = values.includes(text)
  const type = (typed: string) => {
    setText(typed)
    if (values.includes(typed)) onChange(typed)
  }
  return (
    <>
      <input
        class="main"
        id={id}
        type="text"
        list={`${id}-values`}
        autocomplete="off"
        value={text}
        disabled={isMissing}
        aria-invalid={!isKnown}
        aria-describedby={isKnown ? undefined : `${id}-note`}
        // All values are offered for an empty text only.
        onFocus={(event) => event.currentTarget.select()}
        onInput={(event) => type(event.currentTarget.value)}
        onBlur={() => setText(value)}
      />
      <datalist id={`${id}-values`}>
        {values.map((known) => (
          <option key={known} value={known} />
        ))}
      </datalist>
      {!isKnown && (
        <p class="note" id={`${id}-note`}>
          Not one of the {count(values.length)} values; using {JSON.stringify(value)}.
        </p>
      )}
    </>
  )
}
