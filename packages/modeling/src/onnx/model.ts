import { create, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import {
  type AttributeProtoSchema,
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  ModelProtoSchema,
  type NodeProtoSchema,
  type TensorProtoSchema,
  type ValueInfoProtoSchema,
} from 'onnx-buf'

/** ONNX IR version 8 and these operator sets are what ONNX Runtime has read since 2021. */
const IR_VERSION = 8n
const OPERATOR_SETS = [
  { domain: '', version: 15n },
  { domain: 'ai.onnx.ml', version: 1n },
]

/** Written into each file, without a version or a time, so that a model's bytes depend on the model alone. */
export const PRODUCER = 'sepal'

type Attribute = MessageInitShape<typeof AttributeProtoSchema>
type Tensor = MessageInitShape<typeof TensorProtoSchema>
type ValueInfo = MessageInitShape<typeof ValueInfoProtoSchema>

/** One operator of a graph. */
export type OnnxNode = MessageInitShape<typeof NodeProtoSchema>

/** A classifier's graph, from the tensor `input` to the tensors `output_label` and `output_probability`. */
export type ClassifierGraph = {
  name: string
  /** F */
  features: number
  /** K */
  classes: number
  nodes: OnnxNode[]
  constants?: Tensor[]
}

export { DataType }

export const INPUT = 'input'
export const LABEL = 'output_label'
export const PROBABILITY = 'output_probability'

/**
 * The bytes of an ONNX file: `input` [N, F] float32 → `output_label` [N] int64, `output_probability` [N, K] float32.
 * The same graph gives the same bytes.
 */
export function encodeClassifier({
  name,
  features,
  classes,
  nodes,
  constants = [],
}: ClassifierGraph): Uint8Array {
  return encodeModel({
    name,
    nodes,
    constants,
    inputs: [tensorInfo(INPUT, DataType.FLOAT, features)],
    outputs: [tensorInfo(LABEL, DataType.INT64), tensorInfo(PROBABILITY, DataType.FLOAT, classes)],
  })
}

/** Any graph. */
export type ModelGraph = {
  name: string
  inputs: ValueInfo[]
  outputs: ValueInfo[]
  nodes: OnnxNode[]
  constants: Tensor[]
}

/** The bytes of an ONNX file. The same graph gives the same bytes. */
export function encodeModel({ name, inputs, outputs, nodes, constants }: ModelGraph): Uint8Array {
  const model = create(ModelProtoSchema, {
    irVersion: IR_VERSION,
    producerName: PRODUCER,
    opsetImport: OPERATOR_SETS,
    graph: { name, node: nodes, initializer: constants, input: inputs, output: outputs },
  })
  return toBinary(ModelProtoSchema, model)
}

/** A tensor of N rows, N unknown, of the given width. */
export function tensorInfo(name: string, elemType: DataType, ...width: number[]): ValueInfo {
  const dim = [
    { value: { case: 'dimParam' as const, value: 'N' } },
    ...width.map((size) => ({ value: { case: 'dimValue' as const, value: BigInt(size) } })),
  ]
  return { name, type: { value: { case: 'tensorType', value: { elemType, shape: { dim } } } } }
}

/** A constant float32 tensor of the graph, row by row. */
export function floats(name: string, dims: number[], values: readonly number[]): Tensor {
  return { name, dataType: DataType.FLOAT, dims: dims.map(BigInt), floatData: [...values] }
}

/** A constant int64 tensor [values]. */
export function integers(name: string, values: readonly number[]): Tensor {
  return { name, dataType: DataType.INT64, dims: [BigInt(values.length)], int64Data: values.map(BigInt) }
}

/** Attributes of a node, by the type that its operator wants. */
export const attribute = {
  floats: (name: string, values: readonly number[]): Attribute => ({
    name,
    type: AttributeType.FLOATS,
    floats: [...values],
  }),
  int: (name: string, value: number): Attribute => ({ name, type: AttributeType.INT, i: BigInt(value) }),
  ints: (name: string, values: readonly number[]): Attribute => ({
    name,
    type: AttributeType.INTS,
    ints: values.map(BigInt),
  }),
  text: (name: string, value: string): Attribute => ({
    name,
    type: AttributeType.STRING,
    s: new TextEncoder().encode(value),
  }),
  texts: (name: string, values: readonly string[]): Attribute => ({
    name,
    type: AttributeType.STRINGS,
    strings: values.map((value) => new TextEncoder().encode(value)),
  }),
  tensor: (name: string, t: Tensor): Attribute => ({ name, type: AttributeType.TENSOR, t }),
}
