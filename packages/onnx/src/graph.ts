import type { AttributeProto, GraphProto, NodeProto, TensorProto } from 'onnx-buf'
import { AttributeProto_AttributeType as AttributeType } from 'onnx-buf'

const decoder = new TextDecoder()

/** The node that makes a value; none for an input or a constant. */
export function producerOf(graph: GraphProto, value: string): NodeProto | undefined {
  return graph.node.find((node) => node.output.includes(value))
}

export function attributeOf(node: NodeProto, name: string): AttributeProto | undefined {
  return node.attribute.find((attribute) => attribute.name === name)
}

/** A node's attribute that is a list of texts or of whole numbers, as texts; empty without it. */
export function textsOf(node: NodeProto, ...names: string[]): string[] {
  for (const name of names) {
    const attribute = attributeOf(node, name)
    if (attribute === undefined) continue
    if (attribute.strings.length > 0) return attribute.strings.map((bytes) => decoder.decode(bytes))
    if (attribute.ints.length > 0) return attribute.ints.map(String)
  }
  return []
}

/** A value that never changes: an initializer, or what a Constant node gives. */
export function constantOf(graph: GraphProto, value: string): TensorProto | undefined {
  const initializer = graph.initializer.find(({ name }) => name === value)
  if (initializer) return initializer
  const producer = producerOf(graph, value)
  return producer?.opType === 'Constant' ? attributeOf(producer, 'value')?.t : undefined
}

/** Every tensor that is written into the graph: initializers and attributes, those of inner graphs too. */
export function* tensorsOf(graph: GraphProto): Generator<TensorProto> {
  yield* graph.initializer
  for (const node of graph.node) {
    for (const attribute of node.attribute) {
      if (attribute.type === AttributeType.TENSOR || attribute.t) if (attribute.t) yield attribute.t
      yield* attribute.tensors
      if (attribute.g) yield* tensorsOf(attribute.g)
      for (const inner of attribute.graphs) yield* tensorsOf(inner)
    }
  }
}
