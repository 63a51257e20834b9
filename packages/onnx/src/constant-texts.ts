import { TensorProto_DataType as DataType, type TensorProto } from 'onnx-buf'

const decoder = new TextDecoder()

/** The elements of a constant of texts or whole numbers, as texts; nothing for another type. */
export function constantTexts(tensor: TensorProto): string[] | undefined {
  const { dataType, rawData } = tensor
  if (dataType === DataType.STRING) return tensor.stringData.map((bytes) => decoder.decode(bytes))
  if (dataType === DataType.INT64) {
    return rawData.length > 0 ? wholeNumbers(rawData, 8) : tensor.int64Data.map(String)
  }
  if (dataType === DataType.INT32) {
    return rawData.length > 0 ? wholeNumbers(rawData, 4) : tensor.int32Data.map(String)
  }
  return undefined
}

function wholeNumbers(bytes: Uint8Array, size: 4 | 8): string[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Array.from({ length: Math.floor(bytes.byteLength / size) }, (_, i) =>
    String(size === 8 ? view.getBigInt64(i * 8, true) : view.getInt32(i * 4, true)),
  )
}
