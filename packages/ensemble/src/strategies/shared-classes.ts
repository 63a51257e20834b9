import { type TSchema, Type } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'
import type { Voter } from './strategy.ts'

/** The classes that all voters tell apart, in the order of the first one; each may have an order of its own. */
export function sharedClasses(voters: readonly Voter[]): readonly string[] {
  return voters[0]?.output.classes ?? []
}

/** A voter that tells other classes apart than the first one. */
export function otherClassesFault(tag: string, voters: readonly Voter[]): ManifestFault | undefined {
  const classes = sharedClasses(voters)
  const other = voters.find(
    ({ output }) =>
      output.classes.length !== classes.length || classes.some((name) => !output.classes.includes(name)),
  )
  if (other === undefined) return undefined
  return {
    field: '',
    found: tag,
    expected: `classifiers of the same classes: ${voters[0]?.name} has ${classes.join(', ')}, ${other.name} has ${other.output.classes.join(', ') || 'none'}`,
  }
}

/** For each voter, the places of its own classes among the shared ones. */
export function classPlaces(voters: readonly Voter[]): ReadonlyMap<string, readonly number[]> {
  const classes = sharedClasses(voters)
  return new Map(voters.map(({ name, output }) => [name, output.classes.map((own) => classes.indexOf(own))]))
}

/** The place of the greatest number; the first of those that are equal. */
export function greatest(numbers: readonly number[]): number {
  let best = 0
  for (const [place, number] of numbers.entries()) if (number > (numbers[best] ?? 0)) best = place
  return best
}

/** Numbers by class. */
export function byClass(classes: readonly string[], numbers: readonly number[]): Record<string, number> {
  return Object.fromEntries(classes.map((name, place) => [name, numbers[place] ?? 0]))
}

export function byClassSchema(classes: readonly string[], schema: TSchema, description: string): TSchema {
  return Type.Object(Object.fromEntries(classes.map((name) => [name, schema])), { description })
}

export function labelSchema(labels: readonly string[]): TSchema {
  return Type.Union(
    labels.map((name) => Type.Literal(name)),
    { description: 'one of the classes' },
  )
}
