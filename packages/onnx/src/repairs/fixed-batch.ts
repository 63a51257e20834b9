import type { TensorShapeProto_Dimension as Dimension, GraphProto, ValueInfoProto } from 'onnx-buf'
import type { Repair } from './repair.ts'

/**
 * torch exports a model for as many rows as the example had, mostly one, unless it is told which axis is dynamic.
 * The rows of inputs and outputs are declared free; whether the rows of a batch are then answered as single ones are
 * is for the caller to try.
 */
export const freeFixedBatch: Repair = (graph, findings) => {
  const inputs = inputsOf(graph)
  const lengths = new Set(inputs.map((input) => fixedRows(input)))
  const [rows] = lengths
  if (lengths.size !== 1 || rows === undefined) return []
  for (const value of [...inputs, ...graph.output]) if (fixedRows(value) === rows) free(value)
  // What is declared of the values between follows from the inputs.
  graph.valueInfo = []
  findings.fixedBatch = rows
  return [
    `it was exported for ${rows === 1 ? 'one row' : `${rows} rows`} at a time and is asked any number of rows`,
  ]
}

/** The inputs that a caller gives: older exporters list the constants among them. */
export function inputsOf(graph: GraphProto): ValueInfoProto[] {
  const constants = new Set(graph.initializer.map(({ name }) => name))
  return graph.input.filter(({ name }) => !constants.has(name))
}

/** The declared number of rows, if it is a number. */
export function fixedRows(value: ValueInfoProto): number | undefined {
  const axis = rowsOf(value)
  return axis?.value.case === 'dimValue' ? Number(axis.value.value) : undefined
}

export function free(value: ValueInfoProto) {
  const axis = rowsOf(value)
  if (axis) axis.value = { case: 'dimParam', value: 'N' }
}

function rowsOf({ type }: ValueInfoProto): Dimension | undefined {
  return type?.value.case === 'tensorType' ? type.value.value.shape?.dim[0] : undefined
}
