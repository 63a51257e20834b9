import { Type } from '@sinclair/typebox'
import { FLOAT32_MAX } from '../numbers.ts'
import type { FeatureKind } from './feature-kind.ts'
import { NumericOptions, rangeFault } from './numeric.ts'

/** Any finite number within float32. */
export const number: FeatureKind<'number', typeof NumericOptions> = {
  tag: 'number',
  options: NumericOptions,
  fault: rangeFault,
  bind: (options) => ({
    valueSchema: Type.Number({ minimum: -FLOAT32_MAX, maximum: FLOAT32_MAX }),
    expected: 'a finite number that fits float32',
    fitsFloat32: true,
    description: options,
    decode: (value) => value,
  }),
}
