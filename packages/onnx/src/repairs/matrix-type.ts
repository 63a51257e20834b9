import { create } from '@bufbuild/protobuf'
import { TensorProto_DataType as DataType, type TypeProto, TypeProtoSchema } from 'onnx-buf'

/** The declared type of a float32 matrix with any number of rows. */
export function matrixType(width: number): TypeProto {
  const rows = { value: { case: 'dimParam' as const, value: 'N' } }
  const columns = { value: { case: 'dimValue' as const, value: BigInt(width) } }
  return create(TypeProtoSchema, {
    value: { case: 'tensorType', value: { elemType: DataType.FLOAT, shape: { dim: [rows, columns] } } },
  })
}
