import { Type } from '@sinclair/typebox'
import type { FeatureKind } from './feature-kind.ts'
import { missing } from './numeric.ts'

const Options = Type.Object(
  { missing },
  { additionalProperties: false, description: 'an object with missing, which is optional' },
)

/** ONNX Runtime ends a text at the first NUL, and would answer another one without a word. */
const WITHOUT_NUL = '^[^\\u0000]*$'

/** Any text: its place in a list that travels with the rows. */
export const text: FeatureKind<'text', typeof Options> = {
  tag: 'text',
  options: Options,
  bind: (options) => ({
    valueSchema: Type.String({ pattern: WITHOUT_NUL }),
    expected: 'text without NUL characters',
    fitsFloat32: true,
    description: { kind: 'text', ...options },
    encode: (value, texts) => texts.push(String(value)) - 1,
    decode: (place, texts) => texts[place] ?? null,
  }),
}
