import { combinationOf, type Manifest, outputOf, servedNames } from '@sepal/ensemble'
import { type AnswerRows, startOf } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import { DECADES } from './bins.ts'
import { Counts } from './counts.ts'

type Outcomes = readonly (Outcome<AnswerRows> | undefined)[]

/** How often voters contradict each other, over the rows that all of them have answered. */
export interface Disagreement {
  /** rows that were compared, since the start */
  readonly compared: number
  /** of these, the rows about which voters disagree */
  readonly disagreeing: number
  /** of values: how far the highest is from the lowest */
  readonly spread: { counts: Counts; sum: number } | undefined
  add(outcomes: Outcomes, step: number): void
}

/**
 * How the voters of an ensemble are compared; `undefined` where there are no two that can be.
 *
 * - Classifiers that each know a class of their own from the rest agree if exactly one claims a row.
 * - Others with the same classes agree if all give the same label.
 * - Values agree more or less: there is no number of rows that disagree, only a spread.
 */
export function disagreementOf(manifest: Manifest): Disagreement | undefined {
  const { voters, sureness } = combinationOf(manifest)
  const served: readonly string[] = servedNames(manifest)
  const all = (voters.length > 0 ? voters : Object.keys(manifest.classifiers)).map((name) => ({
    place: served.indexOf(name),
    output: outputOf(manifest.classifiers[name] ?? {}),
  }))
  const deciding = all.filter(({ output }) => output.classOf !== undefined && output.classes.length > 0)
  if (sureness !== undefined) return compared(deciding, isClaimedByOne)
  const [first] = deciding
  const alike = deciding.filter(
    ({ output }) => output.classes.join('\n') === first?.output.classes.join('\n'),
  )
  if (alike.length > 1) return compared(alike, areSame)
  return valuesCompared(all.filter(({ output }) => output.tag === 'value').map(({ place }) => place))
}

/** The first class of a voter is its own. */
function isClaimedByOne(labels: readonly number[]): boolean {
  let claims = 0
  for (const label of labels) if (label === 0) claims += 1
  return claims === 1
}

function areSame(labels: readonly number[]): boolean {
  const [first] = labels
  for (const label of labels) if (label !== first) return false
  return true
}

type Voter = { place: number; output: ReturnType<typeof outputOf> }

function compared(
  voters: readonly Voter[],
  doAgree: (labels: readonly number[]) => boolean,
): Disagreement | undefined {
  if (voters.length < 2) return undefined
  const labels = new Array<number>(voters.length).fill(0)
  const places = voters.map(({ place }) => place)
  let rows = 0
  let disagreeing = 0
  return {
    get compared() {
      return rows
    },
    get disagreeing() {
      return disagreeing
    },
    spread: undefined,
    add(outcomes, step) {
      const found = answersAt(outcomes, places)
      if (found === undefined) return
      for (let row = 0; row < (found[0]?.rows ?? 0); row += step) {
        for (let i = 0; i < voters.length; i++) {
          const answer = found[i]
          if (answer !== undefined)
            labels[i] = voters[i]?.output.classOf?.(answer.data, startOf(answer, row)) ?? 0
        }
        rows += 1
        if (!doAgree(labels)) disagreeing += 1
      }
    },
  }
}

function valuesCompared(places: readonly number[]): Disagreement | undefined {
  if (places.length < 2) return undefined
  const spread = { counts: new Counts(DECADES.size), sum: 0 }
  let rows = 0
  return {
    get compared() {
      return rows
    },
    disagreeing: 0,
    spread,
    add(outcomes, step) {
      const found = answersAt(outcomes, places)
      if (found === undefined) return
      for (let row = 0; row < (found[0]?.rows ?? 0); row += step) {
        let low = Number.POSITIVE_INFINITY
        let high = Number.NEGATIVE_INFINITY
        for (const answer of found) {
          const value = answer.data[startOf(answer, row)] ?? Number.NaN
          low = Math.min(low, value)
          high = Math.max(high, value)
        }
        rows += 1
        spread.counts.add(DECADES.placeOf(high - low))
        spread.sum += high - low
      }
    },
  }
}

/** The answers at these places; nothing unless all of them are there. */
function answersAt(outcomes: Outcomes, places: readonly number[]): AnswerRows[] | undefined {
  const found: AnswerRows[] = []
  for (const place of places) {
    const outcome = outcomes[place]
    if (outcome?.kind !== 'ok') return undefined
    found.push(outcome.value)
  }
  return found
}
