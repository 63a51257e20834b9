import { decisionNodes, type LinearWeights, linearConstants, logitNodes, shapeOf } from './linear.ts'
import { attribute, encodeClassifier, floats, INPUT, integers, type OnnxNode } from './model.ts'

/** The side of the square matrices. A power of two, so that its reciprocal is exact. */
const SIDE = 256

export type HeavyModel = LinearWeights & {
  /**
   * How many products of two 256 × 256 matrices each row costs: 0.3 ms each on one core in 2026, so that 1,000 make a
   * row take about 300 ms; 0.1 ms to load and 31 bytes of the file. A row in work holds 512 kB.
   */
  products: number
}

/**
 * A classifier that is slow on purpose, for tests of deadlines and of the event loop. The matrices are made when it
 * runs and hold row by row what a sigmoid of the row's mean is, so that no optimiser can leave a product out; the
 * products average them, which only rounds. That number then scales the logits of a linear classifier.
 * `input` [N, F] float32 → `output_label` [N] int64, `output_probability` [N, K] float32.
 * @throws RangeError when the weights are not [F, K] with K biases, or `products` is not a whole number from 0
 */
export function writeHeavyModel(name: string, { products, ...linear }: HeavyModel): Uint8Array {
  if (!Number.isInteger(products) || products < 0) {
    throw new RangeError(`products is ${products}, expected a whole number from 0`)
  }
  return encodeClassifier({
    name,
    ...shapeOf(linear),
    nodes: [
      ...gateNodes(),
      ...Array.from({ length: products }, (_, i) => ({
        opType: 'MatMul',
        input: [`m${i}`, 'average'],
        output: [`m${i + 1}`],
      })),
      ...rejoinNodes(`m${products}`),
      ...decisionNodes('scaled'),
    ],
    constants: [
      ...linearConstants(linear),
      integers('square', [SIDE, SIDE]),
      integers('matrix_axes', [1, 2]),
      integers('class_axis', [1]),
      floats('side', [1], [SIDE]),
    ],
  })
}

/** `input` → m0 [N, 256, 256], every cell of a row's matrix sigmoid(the row's mean) / 256; and the averaging matrix. */
function gateNodes(): OnnxNode[] {
  const cell = attribute.tensor('value', floats('', [1], [1 / SIDE]))
  return [
    { opType: 'ConstantOfShape', input: ['square'], output: ['average'], attribute: [cell] },
    {
      opType: 'ReduceMean',
      input: [INPUT],
      output: ['mean'],
      attribute: [attribute.ints('axes', [1]), attribute.int('keepdims', 0)],
    },
    { opType: 'Sigmoid', input: ['mean'], output: ['gate'] },
    { opType: 'Unsqueeze', input: ['gate', 'matrix_axes'], output: ['gate_matrix'] },
    { opType: 'Mul', input: ['gate_matrix', 'average'], output: ['m0'] },
  ]
}

/** The last product → logits [N, K], scaled by the number that it carries. */
function rejoinNodes(last: string): OnnxNode[] {
  return [
    {
      opType: 'ReduceMax',
      input: [last],
      output: ['cell'],
      attribute: [attribute.ints('axes', [1, 2]), attribute.int('keepdims', 0)],
    },
    { opType: 'Mul', input: ['cell', 'side'], output: ['carried'] },
    { opType: 'Unsqueeze', input: ['carried', 'class_axis'], output: ['carried_row'] },
    ...logitNodes('logits'),
    { opType: 'Mul', input: ['logits', 'carried_row'], output: ['scaled'] },
  ]
}
