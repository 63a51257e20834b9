import type { Feature } from '../api/wire.ts'

/** What a field needs, whatever it is for. */
export type FieldProps<V, F = Feature> = {
  id: string
  feature: F
  value: V
  /** the value is a gap; what is shown is the value before */
  isMissing: boolean
  onChange: (value: V) => void
}
