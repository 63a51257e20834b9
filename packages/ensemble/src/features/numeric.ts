import { type Static, Type } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'
import { FLOAT32_MAX } from '../numbers.ts'

const finite32 = Type.Number({
  minimum: -FLOAT32_MAX,
  maximum: FLOAT32_MAX,
  description: 'a number that fits float32',
})

/** An empty object: it is there or it is not. */
export const Flag = Type.Object({}, { additionalProperties: false, description: 'an empty object' })
export const missing = Type.Optional(
  Type.Object({}, { additionalProperties: false, description: '{} if a value may be null' }),
)

/** What is said of a feature that counts or measures something. */
export const NumericOptions = Type.Object(
  {
    unit: Type.Optional(Type.String({ description: 'what the number counts, "" for none' })),
    range: Type.Optional(
      Type.Array(finite32, { minItems: 2, maxItems: 2, description: 'observed [minimum, maximum]' }),
    ),
    missing,
  },
  { additionalProperties: false, description: 'an object with unit, range and missing, all optional' },
)
export type NumericOptions = Static<typeof NumericOptions>

/** A range whose ends are the wrong way round. */
export function rangeFault({ range }: NumericOptions): ManifestFault | undefined {
  const [low = 0, high = 0] = range ?? []
  return low > high ? { field: 'range', found: range, expected: '[minimum, maximum]' } : undefined
}
