import type { NewColumn, NewValue } from './table.ts'

/** How answers become new columns of a table. */
export type AnswerColumns<Answers> = {
  names: readonly string[]
  /** The values of each column, one for each row. */
  valuesOf: (answers: Answers) => NewColumn[]
}

/**
 * The columns of decisions: one for each member that is a number, text, boolean or gap, the label first. What is nested
 * has no column, unless there is nothing else: then the whole decision is one, as JSON.
 * @param name of the column where a decision is one value
 * @param example a decision of the ensemble, for its members
 */
export function decisionColumns(name: string, example: unknown): AnswerColumns<readonly unknown[]> {
  const members = isObject(example) ? Object.keys(example).filter((member) => isValue(example[member])) : []
  if (members.length === 0) {
    return { names: [name], valuesOf: (decisions) => [decisions.map(valueOrJson)] }
  }
  const names = members.toSorted((a, b) => Number(b === 'label') - Number(a === 'label'))
  const read = (decision: unknown, member: string) =>
    isObject(decision) ? valueOrJson(decision[member]) : null
  return {
    names,
    valuesOf: (decisions) => names.map((member) => decisions.map((decision) => read(decision, member))),
  }
}

/** What a classifier answers to a row: probabilities, a number or a label. */
export type ClassifierAnswer = readonly number[] | number | string

/** A classifier, as far as it says what its columns are. */
export type AnsweringClassifier = { name: string; classes: readonly string[]; example: ClassifierAnswer }

/**
 * The columns of classifiers: a value or label under the classifier's name, and so the probability of its own class
 * where that has its name; else `forest.leave` for each class. No classifier's name has a dot.
 */
export function classifierColumns(
  classifiers: readonly AnsweringClassifier[],
): AnswerColumns<Readonly<Record<string, readonly ClassifierAnswer[]>>> {
  const columns = classifiers.flatMap(columnsOfOne)
  return {
    names: columns.map(({ name }) => name),
    valuesOf: (answers) =>
      columns.map(({ classifier, read }) => (answers[classifier] ?? []).map((answer) => read(answer))),
  }
}

type ClassifierColumn = { name: string; classifier: string; read: (answer: ClassifierAnswer) => NewValue }

function columnsOfOne({ name, classes, example }: AnsweringClassifier): ClassifierColumn[] {
  if (typeof example !== 'object') return [{ name, classifier: name, read: valueOrJson }]
  const probability = (k: number) => (answer: ClassifierAnswer) =>
    typeof answer === 'object' ? (answer[k] ?? null) : null
  if (classes[0] === name) return [{ name, classifier: name, read: probability(0) }]
  return example.map((_, k) => ({
    name: `${name}.${classes[k] ?? k}`,
    classifier: name,
    read: probability(k),
  }))
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isValue = (value: unknown): value is NewValue =>
  value === null || ['number', 'string', 'boolean'].includes(typeof value)

const valueOrJson = (value: unknown): NewValue => (isValue(value) ? value : (JSON.stringify(value) ?? null))
