import { Type } from '@sinclair/typebox'
import type { FeatureKind } from './feature-kind.ts'
import { Flag } from './numeric.ts'

const Options = Type.Record(Type.String({ minLength: 1 }), Flag, {
  minProperties: 1,
  description: 'an object with a key for each value',
})

/** As many values are named when one is refused. */
const NAMED = 20

/** One of the values that the manifest names: its place there, from 0. */
export const category: FeatureKind<'category', typeof Options> = {
  tag: 'category',
  options: Options,
  bind(options) {
    const values = Object.keys(options)
    const places = new Map<unknown, number>(values.map((value, place) => [value, place]))
    const named = values.slice(0, NAMED).map((value) => JSON.stringify(value))
    const more = values.length > NAMED ? `, … (${values.length} in all)` : ''
    return {
      valueSchema: Type.Union(values.map((value) => Type.Literal(value))),
      expected: `one of ${named.join(', ')}${more}`,
      fitsFloat32: true,
      description: { kind: 'category', values },
      encode: (value) => places.get(value) ?? Number.NaN,
      decode: (place) => values[place] ?? null,
    }
  },
}
