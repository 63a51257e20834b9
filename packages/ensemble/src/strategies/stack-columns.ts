import type { StackEntry } from '../classifier-entry.ts'
import type { StackColumn, Voter } from './strategy.ts'

/** The name of the final model, as a classifier. */
export const STACK = 'stack'

/** Every column of a classifier's answers: a class's probability, the value, the score, or the place of the label. */
export function columnsOf({ name, output }: Voter): StackColumn[] {
  if (output.tag !== 'probabilities') return [{ name, voter: name, at: 0 }]
  return output.classes.map((label, at) => ({ name: `${name}.${label}`, voter: name, at }))
}

/**
 * The columns that a final model takes, in its order. If it does not say, all of them, but of two probabilities the
 * second one alone: the other says nothing more, and scikit-learn leaves it out.
 */
export function takenColumns({ takes, missing = {} }: StackEntry, voters: readonly Voter[]): StackColumn[] {
  const all = voters.flatMap(columnsOf)
  const chosen = takes
    ? takes.flatMap((name) => all.find((column) => column.name === name) ?? [])
    : voters.flatMap((voter) => {
        const columns = columnsOf(voter)
        return columns.length === 2 ? columns.slice(1) : columns
      })
  return chosen.map((column) => {
    const standIn = missing[column.name]
    return standIn === undefined ? column : { ...column, missing: standIn }
  })
}
