import { ModelFolder } from '@sepal/classifier/testing'
import type { Manifest } from '@sepal/ensemble'
import { attribute, DataType, exportedModel, floats, integers, tensor, texts } from '@sepal/onnx/testing'

/** Five features, one of each kind, and classifiers with every kind of output. */
export const mixed: Manifest = {
  name: 'mixed',
  features: {
    amount: { number: { unit: 'EUR', range: [0, 1000], missing: {} } },
    count: { integer: { range: [0, 100] } },
    plan: { category: { basic: {}, größer: {}, true: {} }, missing: {} },
    member: { boolean: {} },
    note: { text: { missing: {} } },
  },
  sample: { amount: 12.5, count: 3, plan: 'größer', member: true, note: 'cancel' },
  classifiers: {
    forest: { model: 'forest.onnx', port: 8000, probabilities: { stay: {}, leave: {} } },
    network: {
      model: 'network.onnx',
      port: 8001,
      probabilities: { stay: {}, leave: {} },
      logits: {},
      features: ['member', 'amount'],
    },
    worth: { model: 'worth.onnx', port: 8002, value: { unit: 'EUR' }, features: ['count', 'amount'] },
    anomaly: {
      model: 'anomaly.onnx',
      port: 8003,
      score: { threshold: 0, below: 'outlier', above: 'normal' },
      features: ['amount', 'count'],
    },
    tone: { model: 'tone.onnx', port: 8004, label: { calm: {}, angry: {} }, features: ['note', 'plan'] },
  },
  combine: { 'soft-vote': { weights: { forest: 2 } } },
}

/** Its folder, with models made here, until it goes out of scope. */
export const writeMixed = () =>
  ModelFolder.write(mixed, {
    'forest.onnx': forest(),
    'network.onnx': network(),
    'worth.onnx': worth(),
    'anomaly.onnx': anomaly(),
    'tone.onnx': tone(),
  })

const column = (name: string, type: DataType) => tensor(name, type, ['N', 1])
const cast = (from: string, to: string, type: DataType) => ({
  opType: 'Cast',
  input: [from],
  output: [to],
  attribute: [attribute.int('to', type)],
})
const concat = (from: string[], to: string) => ({
  opType: 'Concat',
  input: from,
  output: [to],
  attribute: [attribute.int('axis', 1)],
})
/** Texts → their places among the known ones, float32; -1 for any other. */
const places = (from: string, to: string, known: string[]) => [
  {
    opType: 'LabelEncoder',
    domain: 'ai.onnx.ml',
    input: [from],
    output: [`${from} place`],
    attribute: [attribute.texts('classes_strings', known), attribute.int('default_int64', -1)],
  },
  cast(`${from} place`, to, DataType.FLOAT),
]
/** A gap → 0. */
const filled = (from: string, to: string) => [
  { opType: 'IsNaN', input: [from], output: [`${from} is missing`] },
  { opType: 'Where', input: [`${from} is missing`, 'zero', from], output: [to] },
]
const zero = floats('zero', [1], [0])

/** An input of its own type for each feature, as a scikit-learn pipeline is exported. */
const forest = () =>
  exportedModel({
    inputs: [
      column('amount', DataType.FLOAT),
      column('count', DataType.INT64),
      column('plan', DataType.STRING),
      column('member', DataType.BOOL),
      column('note', DataType.STRING),
    ],
    nodes: [
      ...filled('amount', 'a'),
      cast('count', 'c', DataType.FLOAT),
      ...places('plan', 'p', ['basic', 'größer', 'true']),
      cast('member', 'm', DataType.FLOAT),
      ...places('note', 'n', ['cancel', '']),
      concat(['a', 'c', 'p', 'm', 'n'], 'x'),
      { opType: 'MatMul', input: ['x', 'weights'], output: ['scores'] },
      {
        opType: 'Softmax',
        input: ['scores'],
        output: ['probabilities'],
        attribute: [attribute.int('axis', 1)],
      },
    ],
    constants: [zero, floats('weights', [5, 2], [0.01, -0.01, 0.02, 0.1, 0.5, -0.5, 1, 0, -1, 0.5])],
    outputs: [tensor('probabilities', DataType.FLOAT, ['N', 2])],
  })

/** One matrix to logits. A gap stays NaN, so that it has no answer to such a row; nor to numbers that overflow. */
const network = () =>
  exportedModel({
    inputs: [tensor('x', DataType.FLOAT, ['N', 2])],
    nodes: [{ opType: 'MatMul', input: ['x', 'weights'], output: ['logits'] }],
    constants: [floats('weights', [2, 2], [0.5, -0.5, 4, -4])],
    outputs: [tensor('logits', DataType.FLOAT, ['N', 2])],
  })

/** Doubles throughout, in which whole numbers beyond 2^24 keep their value. */
const worth = () =>
  exportedModel({
    inputs: [tensor('x', DataType.DOUBLE, ['N', 2])],
    nodes: [
      {
        opType: 'ReduceSum',
        input: ['x', 'axes'],
        output: ['sum'],
        attribute: [attribute.int('keepdims', 1)],
      },
    ],
    constants: [integers('axes', [1])],
    outputs: [tensor('sum', DataType.DOUBLE, ['N', 1])],
  })

/** Fails on a `count` outside its table, and so does every row beside it in the call unless they are told apart. */
const anomaly = () =>
  exportedModel({
    inputs: [column('amount', DataType.FLOAT), column('count', DataType.INT64)],
    nodes: [
      ...filled('amount', 'a'),
      { opType: 'Gather', input: ['list', 'count'], output: ['c'], attribute: [attribute.int('axis', 0)] },
      { opType: 'Sub', input: ['c', 'a'], output: ['score'] },
    ],
    constants: [zero, floats('list', [4], [0.5, -0.5, 1, 2])],
    outputs: [tensor('score', DataType.FLOAT, ['N', 1])],
  })

/** Texts to a text. */
const tone = () =>
  exportedModel({
    inputs: [column('note', DataType.STRING), column('plan', DataType.STRING)],
    nodes: [
      ...places('note', 'n', ['angry', '!']),
      ...places('plan', 'p', ['größer']),
      concat(['n', 'p'], 'x'),
      {
        opType: 'ArgMax',
        input: ['x'],
        output: ['place'],
        attribute: [attribute.int('axis', 1), attribute.int('keepdims', 0)],
      },
      {
        opType: 'ArrayFeatureExtractor',
        domain: 'ai.onnx.ml',
        input: ['classes', 'place'],
        output: ['picked'],
      },
      { opType: 'Reshape', input: ['picked', 'flat'], output: ['label'] },
    ],
    constants: [texts('classes', ['calm', 'angry']), integers('flat', [-1])],
    outputs: [tensor('label', DataType.STRING, ['N'])],
  })
