import { type Static, Type } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'
import type { Voter } from './strategy.ts'

/** How much each voter counts; 1 where nothing is said. */
export const WeightOptions = Type.Object(
  {
    weights: Type.Optional(
      Type.Record(Type.String(), Type.Number({ exclusiveMinimum: 0, description: 'a number above 0' }), {
        description: 'an object of weights by classifier',
      }),
    ),
  },
  { additionalProperties: false, description: 'an object with weights, which is optional' },
)
export type WeightOptions = Static<typeof WeightOptions>

/** A weight for a name that is not a voter's. */
export function weightsFault(
  { weights = {} }: WeightOptions,
  voters: readonly Voter[],
): ManifestFault | undefined {
  const names = voters.map(({ name }) => name)
  const unknown = Object.keys(weights).find((name) => !names.includes(name))
  if (unknown === undefined) return undefined
  return { field: `weights.${unknown}`, found: weights[unknown], expected: `one of ${names.join(', ')}` }
}

/** The weight of each voter, by name. */
export function weightOf({ weights = {} }: WeightOptions): (name: string) => number {
  const known = new Map(Object.entries(weights))
  return (name) => known.get(name) ?? 1
}
