import { type DeclaredValue, describeValue, type OnnxModel } from '@sepal/onnx'
import { AddError } from './add-error.ts'

/** What a classifier's entry says of its output. */
export type OutputEntry = Record<string, object>

const flags = (names: readonly string[]) => Object.fromEntries(names.map((name) => [name, {}]))

type Tensor = Extract<DeclaredValue, { kind: 'tensor' }>
const isFloat = ({ type }: Tensor) => type.startsWith('float')
const widthOf = ({ shape }: Tensor) => (shape?.length === 1 ? 1 : shape?.[1])

/**
 * The outputs that a model may have, the likeliest first: which of them is right shows when the sample is asked.
 * @param classes the names to use where the model says none
 */
export function proposeOutputs(model: OnnxModel, classes: readonly string[] | undefined): OutputEntry[] {
  const tensors = model.outputs.filter((output) => output.kind === 'tensor')
  const labels = tensors.filter((output) => !isFloat(output))
  const said = [...tensors, ...labels]
    .map(({ name }) => model.classNames(name))
    .find((names) => names !== undefined && names.length > 1)
  const many = labels.find((output) => Number(widthOf(output)) > 1)
  if (many && labels.length === 1) {
    throw new AddError(`${describeValue(many)}: it makes several decisions at once; export a model for each`)
  }
  const matrix = tensors.find((output) => isFloat(output) && widthOf(output) !== 1)
  // A matrix of all the answers of a multi-output model says 0, and is none of classes.
  const width = (matrix && widthOf(matrix)) || undefined
  const names =
    classes ??
    said ??
    (typeof width === 'number' ? Array.from({ length: width }, (_, i) => madeUp(i)) : undefined)
  // Labels of classes without names are their numbers.
  const counted = classes ?? said ?? names?.map((_, place) => String(place))
  const label: OutputEntry[] = labels.length > 0 && counted ? [{ label: flags(counted) }] : []
  if (matrix && names) {
    const probabilities = { probabilities: flags(names) }
    // Scores beside labels, as of a support-vector machine, are no logits.
    return [probabilities, ...(label.length > 0 ? label : [{ ...probabilities, logits: {} }])]
  }
  const isSingle = tensors.some((output) => isFloat(output) && widthOf(output) === 1)
  if (isSingle && labels.length > 0)
    return [...(names ? [{ probabilities: flags(names) }] : []), { score: {} }]
  if (isSingle)
    return classes
      ? [{ probabilities: flags(classes) }, { probabilities: flags(classes), logits: {} }]
      : [{ value: {} }]
  return label
}

/** The name of a class that has none. */
export const madeUp = (place: number) => `class_${place}`
