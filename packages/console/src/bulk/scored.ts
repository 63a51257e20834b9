import type { Answered } from './answering.ts'

/** The summary of a file that is being scored; a new value for each step. */
export type Scored = {
  rows: number
  /** rows that got a label, by label */
  labels: ReadonlyMap<string, { count: number; probaSum: number }>
  /** of the rows that got a value, if any did */
  values?: Values
  bad: number
  /** the first lines that got none, and why */
  examples: readonly BadLine[]
}

export type Values = { count: number; sum: number; min: number; max: number }

export type BadLine = { line: number; reason: string }

export const NOTHING_SCORED: Scored = { rows: 0, labels: new Map(), bad: 0, examples: [] }

/** Bad lines that are listed: as many as somebody would repair by hand. */
const MAX_EXAMPLES = 20

/** The summary after some more lines, each with its decision or what is wrong with it. */
export function withLines(scored: Scored, decisions: readonly (Answered | BadLine)[]): Scored {
  const labels = new Map(scored.labels)
  const examples = [...scored.examples]
  let { bad, values } = scored
  for (const decision of decisions) {
    if ('reason' in decision) {
      bad += 1
      if (examples.length < MAX_EXAMPLES) examples.push(decision)
      continue
    }
    if (decision.value !== undefined) values = withValue(values, decision.value)
    if (decision.label === undefined) continue
    const { count, probaSum } = labels.get(decision.label) ?? { count: 0, probaSum: 0 }
    labels.set(decision.label, { count: count + 1, probaSum: probaSum + (decision.proba ?? Number.NaN) })
  }
  return { rows: scored.rows + decisions.length, labels, bad, examples, ...(values && { values }) }
}

function withValue(values: Values | undefined, value: number): Values {
  const { count, sum, min, max } = values ?? { count: 0, sum: 0, min: value, max: value }
  return { count: count + 1, sum: sum + value, min: Math.min(min, value), max: Math.max(max, value) }
}
