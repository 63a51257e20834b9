import type { Drift } from '@sepal/proxy/statistics/stability'

/** From where on someone should look, by the usual rule; see `driftBetween`. */
export const MUCH = 0.25
const LITTLE = 0.1

/** How far a column has moved, in a word; nothing where that is little, or as much as chance. */
export function amountOf({ psi = 0, psiByChance = 0 }: Partial<Drift>): 'much' | 'some' | '' {
  if (psi <= LITTLE || psi <= psiByChance) return ''
  return psi > MUCH ? 'much' : 'some'
}
