import { type Change, changesBetween } from './changes.ts'
import { type Contract, isObject } from './contract.ts'
import { documentOf } from './contract-document.ts'

type Entry = Contract['features'][string]

/** What callers who were written for one contract meet under another. */
export function contractChanges(before: Contract, after: Contract): Change[] {
  return [
    ...placeChanges(before, after),
    ...unitChanges(before, after),
    ...changesBetween(documentOf(before), documentOf(after)),
  ]
}

/** What breaks such callers, in words for a person. */
export function breakingChanges(before: Contract, after: Contract): string[] {
  return contractChanges(before, after)
    .filter(({ kind }) => kind === 'breaking')
    .map(({ what }) => what)
}

/** Where an array says what is what by its places, and these are others now. No schema would show it. */
function placeChanges(before: Contract, after: Contract): Change[] {
  const rows = moved('an array row is', Object.keys(before.features), Object.keys(after.features))
  const classes = inBoth(before.classifiers, after.classifiers).flatMap(([name, old, current]) =>
    moved(`${name} has the probabilities of`, classesOf(old), classesOf(current)),
  )
  return [...rows, ...classes]
}

function moved(what: string, before: readonly string[], after: readonly string[]): Change[] {
  if (before.length === 0 || after.length === 0 || String(before) === String(after)) return []
  return [breaking(`${what} ${after.join(', ')}, not ${before.join(', ')}`)]
}

function unitChanges(before: Contract, after: Contract): Change[] {
  return (['features', 'classifiers'] as const).flatMap((part) =>
    inBoth(before[part], after[part]).flatMap(([name, old, current]) => {
      const [was, is] = [unitOf(old), unitOf(current)]
      return was === is ? [] : [breaking(`${name} is in ${is || 'no unit'}, not ${was || 'no unit'}`)]
    }),
  )
}

const breaking = (what: string): Change => ({ kind: 'breaking', what })

function inBoth(before: Contract['features'], after: Contract['features']): [string, Entry, Entry][] {
  return Object.entries(before).flatMap(([name, old]) => {
    const current = after[name]
    return current === undefined ? [] : [[name, old, current] as [string, Entry, Entry]]
  })
}

const classesOf = ({ probabilities }: Entry): string[] =>
  isObject(probabilities) ? Object.keys(probabilities) : []

function unitOf({ number, integer, value }: Entry): string {
  const options = number ?? integer ?? value
  return isObject(options) && typeof options.unit === 'string' ? options.unit : ''
}
