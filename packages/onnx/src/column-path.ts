import type { GraphProto, NodeProto } from 'onnx-buf'
import { constantTexts } from './constant-texts.ts'
import { constantOf } from './graph.ts'
import { declaredValue } from './tensor-type.ts'

/** A column of a value in the graph, counted from 0. */
type Place = { value: string; column: number }

/** Operators that keep columns as they are. */
const KEEPS_COLUMNS = new Set('Identity Reshape Flatten Squeeze Unsqueeze Cast'.split(' '))

/** The nodes that take a column of an input, wherever it gets to them as it is. */
export function* nodesTaking(graph: GraphProto, input: string, column: number): Generator<NodeProto> {
  const seen = new Set<string>()
  const open: Place[] = [{ value: input, column }]
  for (let place = open.pop(); place !== undefined; place = open.pop()) {
    const key = `${place.column} ${place.value}`
    if (seen.has(key)) continue
    seen.add(key)
    for (const node of graph.node) {
      if (!node.input.includes(place.value)) continue
      yield node
      open.push(...placesBehind(graph, node, place))
    }
  }
}

/** Where a column is in what a node makes of it. */
function placesBehind(graph: GraphProto, node: NodeProto, { value, column }: Place): Place[] {
  const [output = ''] = node.output
  const behind = (at: number) => (at < 0 ? [] : [{ value: output, column: at }])
  if (KEEPS_COLUMNS.has(node.opType)) return behind(column)
  if (node.opType === 'Concat') {
    const before = node.input.slice(0, node.input.indexOf(value)).map((name) => widthOf(graph, name))
    return before.includes(undefined)
      ? []
      : behind(before.reduce<number>((sum, width) => sum + (width ?? 0), column))
  }
  if (node.opType === 'ArrayFeatureExtractor' || node.opType === 'Gather') {
    const places = constantOf(graph, node.input[1] ?? '')
    return places === undefined ? [] : behind((constantTexts(places) ?? []).indexOf(String(column)))
  }
  return []
}

/** How many columns a value has, as far as the inputs say. */
function widthOf(graph: GraphProto, value: string): number | undefined {
  const input = graph.input.find(({ name }) => name === value)
  if (input) {
    const declared = declaredValue(input)
    if (declared.kind === 'other') return undefined
    const width = declared.shape?.length === 1 ? 1 : declared.shape?.[1]
    return typeof width === 'number' ? width : undefined
  }
  const node = graph.node.find(({ output }) => output.includes(value))
  if (node === undefined) return undefined
  if (KEEPS_COLUMNS.has(node.opType)) return widthOf(graph, node.input[0] ?? '')
  if (node.opType !== 'Concat') return undefined
  const widths = node.input.map((name) => widthOf(graph, name))
  return widths.includes(undefined) ? undefined : widths.reduce<number>((sum, width) => sum + (width ?? 0), 0)
}
