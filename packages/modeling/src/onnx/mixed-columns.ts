import { attribute, DataType, encodeModel, floats, integers, type ModelGraph, tensorInfo } from './model.ts'

/** The features of the models here, as in a manifest: one of each kind. */
export const mixedFeatures = {
  age: { integer: { unit: 'years', range: [18, 95] } },
  income: { number: { unit: 'EUR', range: [0, 900_000], missing: {} } },
  plan: { category: { basic: {}, pro: {}, team: {} } },
  member: { boolean: {} },
  note: { text: {} },
}
export const mixedSample = { age: 44, income: 52_000.5, plan: 'pro', member: true, note: 'cancel' }

const PLANS = ['basic', 'pro', 'team']
const NOTES = ['cancel', 'stay']
/** age, income, one for each plan, member, place of the note */
const WIDTH = 7

/** An input for each column, as skl2onnx writes a ColumnTransformer, put together as one matrix `x`. */
const columns: Pick<ModelGraph, 'inputs' | 'nodes' | 'constants'> = {
  inputs: [
    tensorInfo('age', DataType.INT64, 1),
    tensorInfo('income', DataType.FLOAT, 1),
    tensorInfo('plan', DataType.STRING, 1),
    tensorInfo('member', DataType.BOOL, 1),
    tensorInfo('note', DataType.STRING, 1),
  ],
  nodes: [
    { opType: 'Cast', input: ['age'], output: ['ages'], attribute: [attribute.int('to', DataType.FLOAT)] },
    { opType: 'IsNaN', input: ['income'], output: ['gaps'] },
    { opType: 'Where', input: ['gaps', 'no income', 'income'], output: ['incomes'] },
    {
      opType: 'OneHotEncoder',
      domain: 'ai.onnx.ml',
      input: ['plan'],
      output: ['plans 3d'],
      attribute: [attribute.texts('cats_strings', PLANS), attribute.int('zeros', 1)],
    },
    { opType: 'Reshape', input: ['plans 3d', 'by plan'], output: ['plans'] },
    {
      opType: 'Cast',
      input: ['member'],
      output: ['members'],
      attribute: [attribute.int('to', DataType.FLOAT)],
    },
    {
      opType: 'LabelEncoder',
      domain: 'ai.onnx.ml',
      input: ['note'],
      output: ['note places'],
      attribute: [attribute.texts('classes_strings', NOTES), attribute.int('default_int64', -1)],
    },
    {
      opType: 'Cast',
      input: ['note places'],
      output: ['notes'],
      attribute: [attribute.int('to', DataType.FLOAT)],
    },
    {
      opType: 'Concat',
      input: ['ages', 'incomes', 'plans', 'members', 'notes'],
      output: ['x'],
      attribute: [attribute.int('axis', 1)],
    },
  ],
  constants: [floats('no income', [1, 1], [0]), integers('by plan', [-1, PLANS.length])],
}

/** The weights of the columns of `x` for one number: income counts in thousands. */
const weightsFor = (seed: number) =>
  Array.from({ length: WIDTH }, (_, i) => Math.sin(1 + seed * 7 + i * 3) * (i === 1 ? 1e-3 : 1))

/** A linear regressor over columns of every kind: `value` [N, 1]. */
export function writeMixedValue(seed: number): Uint8Array {
  return encodeModel({
    name: 'mixed',
    ...columns,
    nodes: [...columns.nodes, { opType: 'MatMul', input: ['x', 'weights'], output: ['value'] }],
    constants: [...columns.constants, floats('weights', [WIDTH, 1], weightsFor(seed))],
    outputs: [tensorInfo('value', DataType.FLOAT, 1)],
  })
}

/** A linear classifier of two classes over columns of every kind: `probabilities` [N, 2]. */
export function writeMixedClasses(seed: number): Uint8Array {
  const weights = weightsFor(seed).flatMap((weight) => [weight / 100, -weight / 100])
  return encodeModel({
    name: 'mixed',
    ...columns,
    nodes: [
      ...columns.nodes,
      { opType: 'MatMul', input: ['x', 'weights'], output: ['scores'] },
      {
        opType: 'Softmax',
        input: ['scores'],
        output: ['probabilities'],
        attribute: [attribute.int('axis', 1)],
      },
    ],
    constants: [...columns.constants, floats('weights', [WIDTH, 2], weights)],
    outputs: [tensorInfo('probabilities', DataType.FLOAT, 2)],
  })
}

/** What `writeMixedValue` gives for a row, in double. */
export function mixedValueOf(
  seed: number,
  row: { [F in keyof typeof mixedSample]: (typeof mixedSample)[F] | null },
): number {
  const places = PLANS.map((plan) => Number(plan === row.plan))
  const cells = [row.age ?? 0, row.income ?? 0, ...places, Number(row.member), NOTES.indexOf(row.note ?? '')]
  return weightsFor(seed).reduce((sum, weight, i) => sum + weight * (cells[i] ?? 0), 0)
}
