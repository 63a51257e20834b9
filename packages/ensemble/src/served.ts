import type { ClassifierEntry } from './classifier-entry.ts'
import { outputOf } from './outputs/output.ts'
import type { CombineEntry } from './strategies/combine.ts'
import { STACK, takenColumns } from './strategies/stack-columns.ts'

/** The parts of a manifest that say who is served. */
type Whole = {
  name: string
  classifiers: Readonly<Record<string, ClassifierEntry>>
  combine: CombineEntry
}
/** A manifest whose features are the columns of a final model. */
type Stage = {
  name: string
  features: Record<string, { number: Record<never, never> }>
  sample: Record<string, number>
  classifiers: Record<string, ClassifierEntry>
  combine: { none: Record<never, never> }
}

/**
 * The final model of a stack as an ensemble of its own: its features are the columns that it takes, and it is the one
 * classifier. Nothing where there is no stack.
 */
export function finalStage({ name, classifiers, combine }: Whole): Stage | undefined {
  if (combine.stack === undefined) return undefined
  const { takes: _, missing: _missing, ...entry } = combine.stack
  const voters = Object.entries(classifiers).map(([voter, own]) => ({ name: voter, output: outputOf(own) }))
  const columns = takenColumns(combine.stack, voters)
  return {
    name,
    features: Object.fromEntries(columns.map((column) => [column.name, { number: {} }])),
    sample: Object.fromEntries(
      columns.map((column) => [column.name, column.missing ?? plausible(column, voters)]),
    ),
    classifiers: { [STACK]: entry },
    combine: { none: {} },
  }
}

function plausible(
  { voter }: { voter: string },
  voters: readonly { name: string; output: ReturnType<typeof outputOf> }[],
): number {
  const output = voters.find(({ name }) => name === voter)?.output
  return output?.tag === 'probabilities' ? 1 / output.width : 0
}

/** Everything that a process serves: the classifiers, and the final model of a stack. */
export function servedEntries(manifest: Whole): Readonly<Record<string, ClassifierEntry>> {
  return { ...manifest.classifiers, ...finalStage(manifest)?.classifiers }
}

/** The ensemble in which a name is a classifier: the manifest's own, or the final stage. */
export function manifestServing<const M extends Whole>(manifest: M, name: string): M | Stage | undefined {
  if (Object.hasOwn(manifest.classifiers, name)) return manifest
  return name === STACK ? finalStage(manifest) : undefined
}
