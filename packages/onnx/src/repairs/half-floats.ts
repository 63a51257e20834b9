import {
  TensorProto_DataType as DataType,
  type GraphProto,
  type NodeProto,
  type ValueInfoProto,
} from 'onnx-buf'
import { cast } from './cast.ts'
import { inputsOf } from './fixed-batch.ts'
import type { Repair } from './repair.ts'

/** JavaScript's runtimes disagree on float16: what goes in and comes out is float32, cast within the graph. */
export const castHalfFloats: Repair = (graph) => {
  const inputs = inputsOf(graph).filter(isHalf)
  const outputs = graph.output.filter(isHalf)
  for (const input of inputs) {
    const inner = renameValue(graph, input.name)
    graph.node.unshift(cast(input.name, inner, DataType.FLOAT16))
  }
  for (const output of outputs) {
    const inner = renameValue(graph, output.name)
    graph.node.push(cast(inner, output.name, DataType.FLOAT))
  }
  for (const value of [...inputs, ...outputs]) {
    if (value.type?.value.case === 'tensorType') value.type.value.value.elemType = DataType.FLOAT
  }
  return [...inputs, ...outputs].map(({ name }) => `${name}: it is float16, and is given and read as float32`)
}

function isHalf({ type }: ValueInfoProto): boolean {
  return type?.value.case === 'tensorType' && type.value.value.elemType === DataType.FLOAT16
}

/** Gives a value another name wherever nodes make or take it, so that its own is free. */
function renameValue(graph: GraphProto, name: string): string {
  const renamed = `${name}:float16`
  const rename = (value: string) => (value === name ? renamed : value)
  const visit = (nodes: readonly NodeProto[]) => {
    for (const node of nodes) {
      node.input = node.input.map(rename)
      node.output = node.output.map(rename)
      for (const { g, graphs } of node.attribute)
        for (const inner of g ? [g, ...graphs] : graphs) visit(inner.node)
    }
  }
  visit(graph.node)
  return renamed
}
