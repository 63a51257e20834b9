import type { DeclaredValue, OnnxModel } from '@sepal/onnx'

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
    .find((names) => names !== undefined)
  const matrix = tensors.find((output) => isFloat(output) && widthOf(output) !== 1)
  const width = matrix && widthOf(matrix)
  const names =
    classes ??
    said ??
    (typeof width === 'number' ? Array.from({ length: width }, (_, i) => madeUp(i)) : undefined)
  const label: OutputEntry[] = labels.length > 0 && names ? [{ label: flags(names) }] : []
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
