import type { FeatureProposal } from './feature-proposal.ts'

/** What one model of several would have as features. */
export type Candidate = FeatureProposal & {
  /** whether its columns have names of their own, not made-up ones */
  hasNames: boolean
}
type Shared = Pick<FeatureProposal, 'features' | 'sample'>

/** Kinds that an input of fewer types takes come first: a whole number goes into any input of numbers. */
const NARROWEST = ['boolean', 'integer', 'number', 'category', 'text']

/**
 * The features of several models together: those that have names, or else, since made-up names tell nothing, those of the
 * widest model.
 */
export function sharedFeatures(candidates: readonly Candidate[]): Shared {
  const widestFirst = candidates.toSorted((a, b) => width(b) - width(a))
  const withNames = widestFirst.filter(({ hasNames }) => hasNames)
  const taken = withNames.length > 0 ? withNames : widestFirst.slice(0, 1)
  const features: Record<string, object> = {}
  const sample: Shared['sample'] = {}
  for (const candidate of taken) {
    for (const [name, entry] of Object.entries(candidate.features)) {
      const other = features[name]
      const merged = other === undefined ? entry : merge(other, entry)
      if (merged !== other) sample[name] = candidate.sample[name] ?? null
      features[name] = merged
    }
  }
  return { features, sample }
}

const width = ({ features }: Candidate) => Object.keys(features).length

/** A feature that fits both, as far as there is one. */
function merge(a: object, b: object): object {
  const [kindA, kindB] = [kindOf(a), kindOf(b)]
  if (kindA === 'category' && kindB === 'category')
    return { ...a, category: { ...valuesOf(a), ...valuesOf(b) } }
  return NARROWEST.indexOf(kindB) < NARROWEST.indexOf(kindA) ? b : a
}

const kindOf = (entry: object) => Object.keys(entry)[0] ?? ''
const valuesOf = (entry: object): object => ('category' in entry ? Object(entry.category) : {})
