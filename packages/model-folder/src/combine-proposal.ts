/** A manifest's `combine`, and why. */
export type CombineProposal = { combine: object; why: string }

/** What no entry tells: a final model that learned from the answers of the others. */
const STACK = '; if a final model takes their answers, "stack"'

type Answering = { name: string; entry: object }

/** How the answers of several models become one, as far as the entries tell. */
export function proposeCombine(added: readonly Answering[]): CombineProposal {
  const classifying = added.filter(({ entry }) => classesOf(entry) !== undefined)
  const [sets, names] = [new Set(classifying.map(({ entry }) => classesOf(entry))), list(classifying)]
  if (classifying.length > 1 && sets.size === 1) {
    const isSoft = classifying.every(({ entry }) => 'probabilities' in entry)
    const tag = isSoft ? 'soft-vote' : 'hard-vote'
    const beside = others(added, classifying)
    return {
      combine: { [tag]: {} },
      why: `${tag}: ${names} tell the same classes apart${beside}; if each knows a class of its own from the rest, write "one-vs-rest" instead${STACK}`,
    }
  }
  const values = added.filter(({ entry }) => 'value' in entry)
  if (values.length > 1 && classifying.length === 0)
    return {
      combine: { mean: {} },
      why: `mean: ${list(values)} return a number${others(added, values)}; if these are not estimates of the same thing, write "none" instead${STACK}`,
    }
  return {
    combine: { none: {} },
    why: 'none: the models return answers of different kinds, and each stands alone',
  }
}

/** The classes in an order of their own, as text; undefined for an answer without. */
function classesOf(entry: object): string | undefined {
  const classes = 'probabilities' in entry ? entry.probabilities : 'label' in entry ? entry.label : undefined
  return classes === undefined ? undefined : JSON.stringify(Object.keys(Object(classes)).toSorted())
}

function others(all: readonly Answering[], voters: readonly Answering[]): string {
  const rest = all.filter((one) => !voters.includes(one))
  return rest.length === 0 ? '' : `, and ${list(rest)} ${rest.length === 1 ? 'is' : 'are'} served beside them`
}

const list = (added: readonly Answering[]) => added.map(({ name }) => name).join(', ')
