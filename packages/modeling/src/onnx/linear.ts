import { attribute, encodeClassifier, floats, INPUT, LABEL, type OnnxNode, PROBABILITY } from './model.ts'

/** The parameters of a linear classifier with F features and K classes. */
export type LinearWeights = {
  /** [F, K] */
  weights: readonly (readonly number[])[]
  /** [K] */
  bias: readonly number[]
}

/**
 * A linear classifier as an ONNX file, of plain operators: softmax(input · weights + bias). With it a test makes an
 * ensemble of any shape. `input` [N, F] float32 → `output_label` [N] int64, `output_probability` [N, K] float32.
 * @throws RangeError when the weights are not [F, K] with K biases
 */
export function writeLinearModel(name: string, linear: LinearWeights): Uint8Array {
  return encodeClassifier({
    name,
    ...shapeOf(linear),
    nodes: [...logitNodes('logits'), ...decisionNodes('logits')],
    constants: linearConstants(linear),
  })
}

/** F and K. */
export function shapeOf({ weights, bias }: LinearWeights): { features: number; classes: number } {
  const classes = bias.length
  weights.forEach((row, feature) => {
    if (row.length === classes) return
    throw new RangeError(`weights[${feature}] has ${row.length} numbers, expected ${classes}, one a class`)
  })
  if (classes === 0 || weights.length === 0) {
    throw new RangeError(
      `a model of ${weights.length} features and ${classes} classes; expected one of each or more`,
    )
  }
  return { features: weights.length, classes }
}

/** The tensors that `logitNodes` reads. */
export function linearConstants(linear: LinearWeights) {
  const { features, classes } = shapeOf(linear)
  return [
    floats('weights', [features, classes], linear.weights.flat()),
    floats('bias', [classes], linear.bias),
  ]
}

/** `input` → logits [N, K]. */
export function logitNodes(output: string): OnnxNode[] {
  return [
    { opType: 'MatMul', input: [INPUT, 'weights'], output: ['weighted'] },
    { opType: 'Add', input: ['weighted', 'bias'], output: [output] },
  ]
}

/** Logits [N, K] → both outputs. */
export function decisionNodes(logits: string): OnnxNode[] {
  return [
    { opType: 'Softmax', input: [logits], output: [PROBABILITY], attribute: [attribute.int('axis', 1)] },
    {
      opType: 'ArgMax',
      input: [PROBABILITY],
      output: [LABEL],
      attribute: [attribute.int('axis', 1), attribute.int('keepdims', 0)],
    },
  ]
}
