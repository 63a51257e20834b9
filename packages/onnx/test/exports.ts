import {
  attribute,
  DataType,
  type ExportedGraph,
  exportedModel,
  floats,
  integers,
  sequenceOfMaps,
  tensor,
  texts,
} from './exported-model.ts'

/** A linear model of two features and three classes; its weights differ, so that no column is another's. */
const WEIGHTS = [1, 0.5, -0.25, -0.5, 0.25, 1]
const linear: Pick<Required<ExportedGraph>, 'nodes' | 'constants'> = {
  nodes: [
    { opType: 'MatMul', input: ['x', 'weights'], output: ['scores'] },
    {
      opType: 'Softmax',
      input: ['scores'],
      output: ['probabilities'],
      attribute: [attribute.int('axis', 1)],
    },
  ],
  constants: [floats('weights', [2, 3], WEIGHTS)],
}

/** What the model gives for one row, in double. */
export function softmaxOf(row: readonly [number, number]): number[] {
  const scores = [0, 1, 2].map((k) => row[0] * (WEIGHTS[k] ?? 0) + row[1] * (WEIGHTS[k + 3] ?? 0))
  const powers = scores.map(Math.exp)
  const sum = powers.reduce((total, power) => total + power, 0)
  return powers.map((power) => power / sum)
}

const x = (rows: number | string = 'N', type = DataType.FLOAT) => tensor('x', type, [rows, 2])
const matrix = (name = 'probabilities', rows: number | string = 'N') =>
  tensor(name, DataType.FLOAT, [rows, 3])

/** The output as it should be. */
export const plainExport = () => exportedModel({ ...linear, inputs: [x()], outputs: [matrix()] })

/** skl2onnx's default; `double`: of a pipeline in float64. */
export function zipMapExport(classes: string[], type: 'float' | 'double' = 'float'): Uint8Array<ArrayBuffer> {
  const to = [attribute.int('to', type === 'double' ? DataType.DOUBLE : DataType.FLOAT)]
  const zipMap = {
    opType: 'ZipMap',
    domain: 'ai.onnx.ml',
    input: ['typed'],
    output: ['output_probability'],
    attribute: [attribute.texts('classlabels_strings', classes)],
  }
  return exportedModel({
    ...linear,
    inputs: [x()],
    nodes: [
      ...linear.nodes,
      { opType: 'Cast', input: ['probabilities'], output: ['typed'], attribute: to },
      zipMap,
    ],
    outputs: [sequenceOfMaps('output_probability', DataType.STRING)],
  })
}

/** skl2onnx with `zipmap: 'columns'`; the outputs are not in the order of the columns. */
export function columnsExport(classes: readonly [string, string, string]): Uint8Array<ArrayBuffer> {
  const columns = classes.flatMap((name, k) => [
    { opType: 'Slice', input: ['probabilities', `at${k}`, `at${k + 1}`, 'at1'], output: [`cut ${name}`] },
    { opType: 'Reshape', input: [`cut ${name}`, 'flat'], output: [`s${name}`] },
  ])
  return exportedModel({
    inputs: [x()],
    nodes: [...linear.nodes, ...columns],
    constants: [
      ...linear.constants,
      ...[0, 1, 2, 3].map((k) => integers(`at${k}`, [k])),
      integers('flat', [-1]),
    ],
    outputs: classes.toReversed().map((name) => tensor(`s${name}`, DataType.FLOAT, ['N'])),
  })
}

/** torch's default: as many rows as the example had. */
export const fixedExport = (rows = 1) =>
  exportedModel({ ...linear, inputs: [x(rows)], outputs: [matrix('probabilities', rows)] })

/** Shapes within are written for one row: a batch goes wrong. */
export const singleRowExport = () =>
  exportedModel({
    inputs: [x(1)],
    nodes: [
      { opType: 'Reshape', input: ['x', 'one'], output: ['row'] },
      { opType: 'MatMul', input: ['row', 'weights'], output: ['scores'] },
      {
        opType: 'Softmax',
        input: ['scores'],
        output: ['probabilities'],
        attribute: [attribute.int('axis', 1)],
      },
    ],
    constants: [...linear.constants, integers('one', [1, 2])],
    outputs: [matrix('probabilities', 1)],
  })

/** The softmax goes down the rows: they are no rows. */
export const coupledExport = () =>
  exportedModel({
    ...linear,
    nodes: [
      { opType: 'MatMul', input: ['x', 'weights'], output: ['scores'] },
      { opType: 'Softmax', input: ['scores'], output: ['down'], attribute: [attribute.int('axis', 0)] },
      {
        opType: 'Softmax',
        input: ['down'],
        output: ['probabilities'],
        attribute: [attribute.int('axis', 1)],
      },
    ],
    inputs: [x()],
    outputs: [matrix()],
  })

/** Scores, which are no probabilities. */
export const logitsExport = () =>
  exportedModel({ ...linear, nodes: linear.nodes.slice(0, 1), inputs: [x()], outputs: [matrix('scores')] })

/** A label that picks its text from a list, beside the probabilities; LightGBM declares it [1]. */
export const labelExport = (classes: string[]) =>
  exportedModel({
    ...linear,
    nodes: [
      ...linear.nodes,
      {
        opType: 'ArgMax',
        input: ['probabilities'],
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
    constants: [...linear.constants, texts('classes', classes), integers('flat', [-1])],
    inputs: [x()],
    outputs: [tensor('label', DataType.STRING, [1]), matrix()],
  })

/** Two outputs that could both be the answer. */
export const ambiguousExport = () =>
  exportedModel({ ...linear, inputs: [x()], outputs: [matrix('scores'), matrix()] })

/** float16 in and out. */
export const halfExport = () =>
  exportedModel({
    nodes: [
      { opType: 'Softmax', input: ['x'], output: ['probabilities'], attribute: [attribute.int('axis', 1)] },
    ],
    inputs: [x('N', DataType.FLOAT16)],
    outputs: [tensor('probabilities', DataType.FLOAT16, ['N', 2])],
  })

/** Its weights are in a file beside it; the file holds `weightBytes()`. */
export const externalExport = (location = 'weights.bin') =>
  exportedModel({
    ...linear,
    constants: [
      {
        name: 'weights',
        dataType: DataType.FLOAT,
        dims: [2n, 3n],
        dataLocation: 1,
        externalData: [{ key: 'location', value: location }],
      },
    ],
    inputs: [x()],
    outputs: [matrix()],
  })

export const weightBytes = () => new Uint8Array(Float32Array.from(WEIGHTS).buffer)

/** Text that is made small by the rules of a locale which no machine has, and is told from another. */
export const localeExport = () =>
  exportedModel({
    inputs: [tensor('note', DataType.STRING, ['N'])],
    nodes: [
      {
        opType: 'StringNormalizer',
        input: ['note'],
        output: ['small'],
        attribute: [attribute.text('case_change_action', 'LOWER'), attribute.text('locale', 'xx_XX')],
      },
      {
        opType: 'LabelEncoder',
        domain: 'ai.onnx.ml',
        input: ['small'],
        output: ['score'],
        attribute: [attribute.texts('classes_strings', ['yes', 'no']), attribute.int('default_int64', -1)],
      },
    ],
    outputs: [tensor('score', DataType.INT64, ['N'])],
  })

/** Texts that are cut into words. */
export const wordsExport = (word: string) =>
  exportedModel({
    inputs: [tensor('note', DataType.STRING, ['N'])],
    nodes: [
      {
        opType: 'Tokenizer',
        domain: 'com.microsoft',
        input: ['note'],
        output: ['words'],
        attribute: [attribute.text('tokenexp', word)],
      },
    ],
    outputs: [tensor('words', DataType.STRING, ['N', 'W'])],
  })

/** A node fails for a division by zero of whole numbers. */
export const failingExport = () =>
  exportedModel({
    inputs: [tensor('x', DataType.FLOAT, ['N', 1])],
    nodes: [
      { opType: 'Cast', input: ['x'], output: ['place'], attribute: [attribute.int('to', DataType.INT64)] },
      { opType: 'Gather', input: ['list', 'place'], output: ['y'], attribute: [attribute.int('axis', 0)] },
    ],
    constants: [floats('list', [4], [10, 11, 12, Number.NaN])],
    outputs: [tensor('y', DataType.FLOAT, ['N', 1])],
  })

/** Texts by column, as skl2onnx encodes them: `plan` and the two columns of `more` in one matrix; `note` is encoded by nothing. */
export const categoriesExport = () =>
  exportedModel({
    inputs: [
      tensor('plan', DataType.STRING, ['N', 1]),
      tensor('more', DataType.STRING, ['N', 2]),
      tensor('note', DataType.STRING, ['N', 1]),
    ],
    nodes: [
      { opType: 'Concat', input: ['plan', 'more'], output: ['all'], attribute: [attribute.int('axis', 1)] },
      ...['red', 'pro', 'north'].flatMap((value, i) => {
        const column = [1, 0, 2][i] ?? 0
        return [
          {
            opType: 'ArrayFeatureExtractor',
            domain: 'ai.onnx.ml',
            input: ['all', `at${column}`],
            output: [`column${column}`],
          },
          {
            opType: 'OneHotEncoder',
            domain: 'ai.onnx.ml',
            input: [`column${column}`],
            output: [`encoded 3d ${column}`],
            attribute: [attribute.texts('cats_strings', [value, 'other']), attribute.int('zeros', 1)],
          },
          { opType: 'Reshape', input: [`encoded 3d ${column}`, 'two'], output: [`encoded${column}`] },
        ]
      }),
      {
        opType: 'Concat',
        input: ['encoded0', 'encoded1', 'encoded2'],
        output: ['sums'],
        attribute: [attribute.int('axis', 1)],
      },
      { opType: 'MatMul', input: ['sums', 'weights'], output: ['value'] },
    ],
    constants: [
      ...[0, 1, 2].map((k) => integers(`at${k}`, [k])),
      integers('two', [-1, 2]),
      floats('weights', [6, 1], [1, 2, 3, 4, 5, 6]),
    ],
    outputs: [tensor('value', DataType.FLOAT, ['N', 1])],
  })

/** Yes or no to each of three, as a OneVsRestClassifier of scikit-learn gives for several labels a row. */
export const multiLabelExport = () =>
  exportedModel({
    ...linear,
    nodes: [
      ...linear.nodes.slice(0, 1),
      { opType: 'Sigmoid', input: ['scores'], output: ['probabilities'] },
      { opType: 'Round', input: ['probabilities'], output: ['sides'] },
      {
        opType: 'Cast',
        input: ['sides'],
        output: ['label'],
        attribute: [attribute.int('to', DataType.INT64)],
      },
    ],
    inputs: [x()],
    outputs: [tensor('label', DataType.INT64, ['N', 3]), matrix()],
  })

/** Three columns, of which the second alone goes to scikit-learn's SimpleImputer. */
export const imputerExport = () =>
  exportedModel({
    inputs: [tensor('x', DataType.FLOAT, ['N', 3])],
    nodes: [
      ...[0, 1, 2].map((column) => ({
        opType: 'ArrayFeatureExtractor',
        domain: 'ai.onnx.ml',
        input: ['x', `at${column}`],
        output: [`column${column}`],
      })),
      {
        opType: 'Imputer',
        domain: 'ai.onnx.ml',
        input: ['column1'],
        output: ['filled'],
        attribute: [attribute.floats('imputed_value_floats', [5])],
      },
      { opType: 'Sum', input: ['column0', 'filled', 'column2'], output: ['value'] },
    ],
    constants: [0, 1, 2].map((k) => integers(`at${k}`, [k])),
    outputs: [tensor('value', DataType.FLOAT, ['N', 1])],
  })
