import { Type } from '@sinclair/typebox'
import type { FeatureKind } from './feature-kind.ts'
import { NumericOptions, rangeFault } from './numeric.ts'

/** A whole number that a double holds exactly. */
export const integer: FeatureKind<'integer', typeof NumericOptions> = {
  tag: 'integer',
  options: NumericOptions,
  fault: rangeFault,
  bind: (options) => ({
    valueSchema: Type.Integer({ minimum: Number.MIN_SAFE_INTEGER, maximum: Number.MAX_SAFE_INTEGER }),
    expected: 'a whole number up to 2^53 - 1',
    fitsFloat32: false,
    description: { kind: 'integer', ...options },
    decode: (value) => value,
  }),
}
