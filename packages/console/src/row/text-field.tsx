import type { FieldProps } from './field-props.ts'

/** Any text; the field grows with it. */
export function TextField({ id, value, isMissing, onChange }: FieldProps<string>) {
  return (
    <textarea
      class="main"
      id={id}
      rows={1}
      value={value}
      disabled={isMissing}
      onInput={(event) => onChange(event.currentTarget.value)}
    />
  )
}
