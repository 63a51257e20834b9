import { TensorProto_DataType as DataType, type TypeProto, type ValueInfoProto } from 'onnx-buf'

/** The element types of a tensor, named as ONNX Runtime for JavaScript names them. */
const names = {
  [DataType.FLOAT]: 'float32',
  [DataType.DOUBLE]: 'float64',
  [DataType.FLOAT16]: 'float16',
  [DataType.INT8]: 'int8',
  [DataType.UINT8]: 'uint8',
  [DataType.INT16]: 'int16',
  [DataType.UINT16]: 'uint16',
  [DataType.INT32]: 'int32',
  [DataType.UINT32]: 'uint32',
  [DataType.INT64]: 'int64',
  [DataType.UINT64]: 'uint64',
  [DataType.BOOL]: 'bool',
  [DataType.STRING]: 'string',
} as const
export type ElementType = (typeof names)[keyof typeof names]

/** An axis: its length, or its name (`N` for one without) where any length fits. */
export type Axis = number | string

/** What a model declares of an input or an output. `other` is what is no tensor, or one of a type not served. */
export type DeclaredValue = { name: string } & (
  | { kind: 'tensor'; type: ElementType; shape: Axis[] | undefined }
  | { kind: 'other'; what: string }
)

const isNamed = (type: number): type is keyof typeof names => type in names

/** Reads the declared type of an input or an output. */
export function declaredValue({ name, type }: ValueInfoProto): DeclaredValue {
  const { value } = type ?? {}
  if (value?.case !== 'tensorType') return { name, kind: 'other', what: whatOf(type) }
  const { elemType, shape } = value.value
  if (!isNamed(elemType))
    return { name, kind: 'other', what: `a tensor of ${DataType[elemType] ?? elemType}` }
  const axes = shape?.dim.map(({ value: axis }): Axis => {
    if (axis.case === 'dimValue') return Number(axis.value)
    return axis.case === 'dimParam' && axis.value !== '' ? axis.value : 'N'
  })
  return { name, kind: 'tensor', type: names[elemType], shape: axes }
}

function whatOf(type: TypeProto | undefined): string {
  switch (type?.value.case) {
    case 'sequenceType':
      return `a sequence of ${type.value.value.elemType?.value.case === 'mapType' ? 'maps' : 'tensors'}`
    case 'mapType':
      return 'a map'
    case 'optionalType':
      return 'an optional value'
    case 'sparseTensorType':
      return 'a sparse tensor'
    default:
      return 'a value without a type'
  }
}

/** `input: float32 [N, 4]` */
export function describeValue(value: DeclaredValue): string {
  if (value.kind === 'other') return `${value.name}: ${value.what}`
  const shape = value.shape === undefined ? 'of any shape' : `[${value.shape.join(', ')}]`
  return `${value.name}: ${value.type} ${shape}`
}
