import type { GraphProto, NodeProto } from 'onnx-buf'
import { nodesTaking } from './column-path.ts'
import { constantTexts } from './constant-texts.ts'
import { attributeOf, textsOf } from './graph.ts'

/**
 * The values of a column of texts that the graph knows: what its encoders list, wherever the column gets to them.
 * Nothing where it meets no encoder, as free text does.
 */
export function categoryValuesOf(graph: GraphProto, input: string, column: number): string[] | undefined {
  const found = new Set<string>()
  for (const node of nodesTaking(graph, input, column)) {
    if (node.opType !== 'OneHotEncoder' && node.opType !== 'LabelEncoder') continue
    for (const value of valuesOf(node)) found.add(value)
  }
  return found.size === 0 ? undefined : [...found]
}

/** What an encoder lists. */
function valuesOf(node: NodeProto): string[] {
  const tensor = attributeOf(node, 'keys_tensor')?.t
  if (tensor) return constantTexts(tensor) ?? []
  return textsOf(node, 'cats_strings', 'keys_strings', 'classes_strings')
}
