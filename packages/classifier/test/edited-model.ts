import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf'
import { writeLinearModel } from '@sepal/modeling'
import {
  AttributeProto_AttributeType as AttributeType,
  TensorProto_DataType as DataType,
  type GraphProto,
  ModelProtoSchema,
  NodeProtoSchema,
  type TypeProtoSchema,
  ValueInfoProtoSchema,
} from 'onnx-buf'

type OnnxType = NonNullable<MessageInitShape<typeof TypeProtoSchema>['value']>

/** A linear model of this shape that answers with K probabilities. */
export function linearModel(features: number, classes: number): Uint8Array {
  const weights = Array.from({ length: features }, (_, f) => Array(classes).fill((f + 1) / 10))
  return writeLinearModel('linear', { weights, bias: Array.from({ length: classes }, (_, k) => k) })
}

function edited(features: number, classes: number, edit: (graph: GraphProto) => void): Uint8Array {
  const model = fromBinary(ModelProtoSchema, linearModel(features, classes))
  if (model.graph === undefined) throw new Error('a model without a graph')
  edit(model.graph)
  return toBinary(ModelProtoSchema, model)
}

const matrix = (elemType: DataType, rows: number | string, columns: number): OnnxType => ({
  case: 'tensorType',
  value: {
    elemType,
    shape: {
      dim: [
        {
          value:
            typeof rows === 'number'
              ? { case: 'dimValue', value: BigInt(rows) }
              : { case: 'dimParam', value: rows },
        },
        { value: { case: 'dimValue', value: BigInt(columns) } },
      ],
    },
  },
})
const named = (name: string, value: OnnxType) => create(ValueInfoProtoSchema, { name, type: { value } })

/** What scikit-learn's converter writes unless it is told `zipmap=False`: a list of dictionaries. */
export function zipMapModel(): Uint8Array {
  return edited(4, 2, (graph) => {
    graph.node.push(
      create(NodeProtoSchema, {
        opType: 'ZipMap',
        domain: 'ai.onnx.ml',
        input: ['output_probability'],
        output: ['zipped'],
        attribute: [{ name: 'classlabels_int64s', type: AttributeType.INTS, ints: [0n, 1n] }],
      }),
    )
    const float: OnnxType = { case: 'tensorType', value: { elemType: DataType.FLOAT } }
    const map: OnnxType = {
      case: 'mapType',
      value: { keyType: DataType.INT64, valueType: { value: float } },
    }
    const sequence: OnnxType = { case: 'sequenceType', value: { elemType: { value: map } } }
    graph.output = [...graph.output.slice(0, 1), named('zipped', sequence)]
  })
}

/** Gives labels and no probabilities. */
export function labelModel(): Uint8Array {
  return edited(4, 2, (graph) => {
    graph.output = graph.output.slice(0, 1)
  })
}

/** Takes one row at a time. */
export function oneRowModel(): Uint8Array {
  return edited(4, 2, (graph) => {
    graph.input = [named('input', matrix(DataType.FLOAT, 1, 4))]
  })
}

/** Takes whole numbers. */
export function integerModel(): Uint8Array {
  return edited(4, 2, (graph) => {
    graph.input = [named('counts', matrix(DataType.INT64, 'N', 4))]
    const to = { name: 'to', type: AttributeType.INT, i: BigInt(DataType.FLOAT) }
    graph.node.unshift(
      create(NodeProtoSchema, { opType: 'Cast', input: ['counts'], output: ['input'], attribute: [to] }),
    )
  })
}

/** Takes more than the rows. */
export function twoInputModel(): Uint8Array {
  return edited(4, 2, (graph) => {
    graph.input.push(named('threshold', matrix(DataType.FLOAT, 'N', 1)))
  })
}

/** Says that it gives probabilities, and gives any number. */
export function unboundedModel(): Uint8Array {
  return edited(4, 2, (graph) => {
    for (const node of graph.node) {
      if (node.opType !== 'Softmax') continue
      node.opType = 'Identity'
      node.attribute = []
    }
  })
}

/** Answers NaN to everything. */
export function nanModel(): Uint8Array {
  return writeLinearModel('nan', { weights: Array(4).fill([0, 0]), bias: [Number.NaN, 0] })
}
