import { Type } from '@sinclair/typebox'
import type { FeatureKind } from './feature-kind.ts'
import { missing } from './numeric.ts'

const Options = Type.Object(
  { missing },
  { additionalProperties: false, description: 'an object with missing, which is optional' },
)

/** True or false: 1 or 0. */
export const boolean: FeatureKind<'boolean', typeof Options> = {
  tag: 'boolean',
  options: Options,
  bind: (options) => ({
    valueSchema: Type.Boolean(),
    expected: 'true or false',
    fitsFloat32: true,
    description: { kind: 'boolean', ...options },
    encode: (value) => (value === true ? 1 : 0),
    decode: (value) => value === 1,
  }),
}
