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

type Node = MessageInitShape<typeof NodeProtoSchema>
type Tensor = MessageInitShape<typeof TensorProtoSchema>
type Value = MessageInitShape<typeof ValueInfoProtoSchema>
type Attribute = MessageInitShape<typeof AttributeProtoSchema>

/** A graph as an exporter would write it, from which a test makes a file. */
export type ExportedGraph = {
  inputs: Value[]
  outputs: Value[]
  nodes: Node[]
  constants?: Tensor[]
}

/** The bytes of an ONNX file. */
export function exportedModel({
  inputs,
  outputs,
  nodes,
  constants = [],
}: ExportedGraph): Uint8Array<ArrayBuffer> {
  const model = create(ModelProtoSchema, {
    irVersion: 8n,
    producerName: 'test',
    opsetImport: [
      { domain: '', version: 15n },
      { domain: 'ai.onnx.ml', version: 1n },
    ],
    graph: { name: 'graph', node: nodes, initializer: constants, input: inputs, output: outputs },
  })
  return new Uint8Array(toBinary(ModelProtoSchema, model))
}

/** A tensor that goes in or comes out; an axis without a number is a name. */
export function tensor(name: string, elemType: DataType, shape: (number | string)[]): Value {
  const dim = shape.map((axis) =>
    typeof axis === 'number'
      ? { value: { case: 'dimValue' as const, value: BigInt(axis) } }
      : { value: { case: 'dimParam' as const, value: axis } },
  )
  return { name, type: { value: { case: 'tensorType', value: { elemType, shape: { dim } } } } }
}

/** What ZipMap gives: a sequence of maps. */
export function sequenceOfMaps(name: string, keyType: DataType): Value {
  const valueType = { value: { case: 'tensorType' as const, value: { elemType: DataType.FLOAT } } }
  const map = { value: { case: 'mapType' as const, value: { keyType, valueType } } }
  return { name, type: { value: { case: 'sequenceType', value: { elemType: map } } } }
}

const encoder = new TextEncoder()

export const attribute = {
  ints: (name: string, values: number[]): Attribute => ({
    name,
    type: AttributeType.INTS,
    ints: values.map(BigInt),
  }),
  texts: (name: string, values: string[]): Attribute => ({
    name,
    type: AttributeType.STRINGS,
    strings: values.map((value) => encoder.encode(value)),
  }),
  text: (name: string, value: string): Attribute => ({
    name,
    type: AttributeType.STRING,
    s: encoder.encode(value),
  }),
  floats: (name: string, values: number[]): Attribute => ({
    name,
    type: AttributeType.FLOATS,
    floats: values,
  }),
  int: (name: string, value: number): Attribute => ({ name, type: AttributeType.INT, i: BigInt(value) }),
}

export function floats(name: string, dims: number[], values: number[]): Tensor {
  return { name, dataType: DataType.FLOAT, dims: dims.map(BigInt), floatData: values }
}

export function integers(name: string, values: number[]): Tensor {
  return { name, dataType: DataType.INT64, dims: [BigInt(values.length)], int64Data: values.map(BigInt) }
}

export function texts(name: string, values: string[]): Tensor {
  return {
    name,
    dataType: DataType.STRING,
    dims: [BigInt(values.length)],
    stringData: values.map((value) => encoder.encode(value)),
  }
}

export { DataType }
