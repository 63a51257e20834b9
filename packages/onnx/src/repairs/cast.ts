import { create } from '@bufbuild/protobuf'
import {
  AttributeProto_AttributeType as AttributeType,
  type TensorProto_DataType as DataType,
  type NodeProto,
  NodeProtoSchema,
} from 'onnx-buf'

/** A node that makes one value another, of numbers of another type. */
export function cast(input: string, output: string, to: DataType): NodeProto {
  const attribute = [{ name: 'to', type: AttributeType.INT, i: BigInt(to) }]
  return create(NodeProtoSchema, { opType: 'Cast', input: [input], output: [output], attribute })
}
