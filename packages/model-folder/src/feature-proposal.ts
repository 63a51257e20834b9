import type { DeclaredValue, OnnxModel } from '@sepal/onnx'
import { AddError } from './add-error.ts'
import { type FeatureGuess, guessColumn, isGap, type TableSample } from './column-guess.ts'

type Value = number | string | boolean | null
/** The features of a manifest and a plausible row. */
export type FeatureProposal = {
  features: Record<string, object>
  sample: Record<string, Value>
  notes: string[]
}

/** A column that the model takes. */
type InputColumn = { name: string; type: string; values: readonly string[]; fillsGaps: boolean }

/** What is asked of a model. */
type Taking = Pick<OnnxModel, 'inputs' | 'categoryValues' | 'fillsGaps'>

/** What the model says of the columns that it takes; their names, where an input has several, are made up. */
function inputColumns({ inputs, categoryValues, fillsGaps }: Taking): InputColumn[] {
  return inputs.flatMap((input) => {
    if (input.kind === 'other') throw new AddError(`${input.name} is ${input.what}, which no row can be`)
    const width = input.shape?.length === 1 ? 1 : input.shape?.[1]
    if (typeof width !== 'number')
      throw new AddError(`the model does not say how many columns ${input.name} has; use --data`)
    const { type } = input
    const columnAt = (column: number, name: string): InputColumn => ({
      name,
      type,
      values: type === 'string' ? (categoryValues(input.name, column) ?? []) : [],
      fillsGaps: fillsGaps(input.name, column),
    })
    if (width === 1) return [columnAt(0, input.name)]
    const prefix = inputs.length === 1 ? 'feature' : input.name
    return Array.from({ length: width }, (_, i) => columnAt(i, `${prefix}_${i + 1}`))
  })
}

/** How many columns a model takes, where it says so. */
export function columnCount(inputs: readonly DeclaredValue[]): number | undefined {
  const widths = inputs.map((input) => {
    if (input.kind === 'other') return undefined
    const width = input.shape?.length === 1 ? 1 : input.shape?.[1]
    return typeof width === 'number' ? width : undefined
  })
  return widths.includes(undefined) ? undefined : widths.reduce<number>((sum, width) => sum + (width ?? 0), 0)
}

/**
 * Proposes a manifest's features for a model.
 * @param data a table with the columns, whose header names them and whose cells tell their kinds
 * @param chosen the columns to take, in the model's order, where the table has others too
 */
export function proposeFeatures(
  model: Taking,
  data: TableSample | undefined,
  chosen: readonly string[] | undefined,
): FeatureProposal {
  const { inputs } = model
  const columns = inputColumns(model)
  const notes: string[] = []
  const names = data ? namesFor(columns, inputs, data, chosen) : (chosen ?? columns.map(({ name }) => name))
  if (names.length !== columns.length) {
    throw new AddError(
      `the model takes ${columns.length} columns, and there are ${names.length} names: ${names.join(', ')}`,
    )
  }
  if (!data && !chosen && inputs.length === 1 && columns.length > 1) {
    notes.push(
      'the model does not name its columns: rename feature_1, feature_2, … or use --data with a header',
    )
  }
  const features: Record<string, object> = {}
  const sample: Record<string, Value> = {}
  for (const [place, name] of names.entries()) {
    const column = columns[place] ?? { name, type: 'float32', values: [], fillsGaps: false }
    const cells = data?.rows.map((row) => row[data.names.indexOf(name)] ?? '')
    const guess = fitting(cells ? guessColumn(cells) : bare(column.type), column)
    features[name] = entryOf(guess)
    sample[name] = sampleOf(
      guess,
      cells?.map((cell) => cell.trim()).find((cell) => isSample(cell, guess)),
    )
  }
  return { features, sample, notes }
}

function namesFor(
  columns: readonly InputColumn[],
  inputs: readonly DeclaredValue[],
  data: TableSample,
  chosen: readonly string[] | undefined,
): readonly string[] {
  const unknown = (chosen ?? []).filter((name) => !data.names.includes(name))
  if (unknown.length > 0) throw new AddError(`no column ${unknown.join(', ')} among ${data.names.join(', ')}`)
  if (chosen) return chosen
  const own = columns.map(({ name }) => name)
  if (inputs.length > 1 && own.every((name) => data.names.includes(name))) return own
  if (data.names.length === columns.length) return data.names
  throw new AddError(
    `the model takes ${columns.length} columns and the table has ${data.names.length}: ` +
      `say which with --features, in the model's order (${data.names.join(', ')})`,
  )
}

function bare(type: string): FeatureGuess {
  const kind =
    type === 'string' ? 'text' : type === 'bool' ? 'boolean' : /int/.test(type) ? 'integer' : 'number'
  return { kind, values: [], range: undefined, mayBeMissing: false }
}

/** The guess, as far as the model's input can take it; values that the model lists make a category. */
function fitting(guess: FeatureGuess, { type, values, fillsGaps }: InputColumn): FeatureGuess {
  if (values.length > 0)
    return {
      ...guess,
      kind: 'category',
      values: [...new Set([...values, ...guess.values])],
      range: undefined,
    }
  if (type === 'string') return guess.values.length > 0 ? guess : { ...guess, kind: 'text', range: undefined }
  if (type === 'bool') return { ...guess, kind: 'boolean', range: undefined, mayBeMissing: false }
  if (/int/.test(type)) return { ...guess, mayBeMissing: false }
  return { ...guess, mayBeMissing: guess.mayBeMissing || fillsGaps }
}

function entryOf({ kind, values, range, mayBeMissing }: FeatureGuess): object {
  const missing = mayBeMissing ? { missing: {} } : {}
  if (kind === 'category')
    return { category: Object.fromEntries(values.map((value) => [value, {}])), ...missing }
  return { [kind]: { ...(range && { range }), ...missing } }
}

/** A table may have values that neither it nor the model makes a category's. */
const isSample = (cell: string, { kind, values }: FeatureGuess) =>
  kind === 'category' ? values.includes(cell) : !isGap(cell)

function sampleOf({ kind, values, range }: FeatureGuess, cell: string | undefined): Value {
  switch (kind) {
    case 'text':
      return cell ?? ''
    case 'boolean':
      return cell?.toLowerCase() === 'true'
    case 'category':
      return cell ?? values[0] ?? ''
    default:
      return cell === undefined ? (range?.[0] ?? 0) : Number(cell)
  }
}
