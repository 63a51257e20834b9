import type { GraphProto } from 'onnx-buf'
import { nodesTaking } from './column-path.ts'

/** Whether the graph puts something in for a gap in a column of an input, as scikit-learn's SimpleImputer does. */
export function fillsGaps(graph: GraphProto, input: string, column: number): boolean {
  return nodesTaking(graph, input, column).some(({ opType }) => opType === 'Imputer')
}
