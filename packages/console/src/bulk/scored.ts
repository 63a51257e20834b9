import type { NewColumn } from '@sepal/tabular'

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

/** The new columns of some rows, by their names. */
export type Answers = ReadonlyMap<string, NewColumn>

export const NOTHING_SCORED: Scored = { rows: 0, labels: new Map(), bad: 0, examples: [] }

/** Bad lines that are listed: as many as somebody would repair by hand. */
const MAX_EXAMPLES = 20

/** The summary after some more rows: `answered` of them with answers, and lines that have none. */
export function withRows(
  { rows, labels, values, bad, examples }: Scored,
  { answers, answered, bad: worse }: { answers: Answers; answered: number; bad: readonly BadLine[] },
): Scored {
  const found = withValues(values, answers.get('value') ?? [])
  return {
    rows: rows + answered + worse.length,
    labels: withLabels(labels, answers.get('label') ?? [], answers.get('proba') ?? []),
    bad: bad + worse.length,
    examples: [...examples, ...worse.slice(0, MAX_EXAMPLES - examples.length)],
    ...(found && { values: found }),
  }
}

function withLabels(labels: Scored['labels'], column: NewColumn, probas: NewColumn): Scored['labels'] {
  const counted = new Map(labels)
  for (const [i, label] of column.entries()) {
    if (typeof label !== 'string') continue
    const { count, probaSum } = counted.get(label) ?? { count: 0, probaSum: 0 }
    const proba = probas[i]
    counted.set(label, {
      count: count + 1,
      probaSum: probaSum + (typeof proba === 'number' ? proba : Number.NaN),
    })
  }
  return counted
}

function withValues(values: Values | undefined, column: NewColumn): Values | undefined {
  let found = values
  for (const value of column) {
    if (typeof value !== 'number') continue
    const { count, sum, min, max } = found ?? { count: 0, sum: 0, min: value, max: value }
    found = { count: count + 1, sum: sum + value, min: Math.min(min, value), max: Math.max(max, value) }
  }
  return found
}
