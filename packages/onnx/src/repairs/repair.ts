import type { GraphProto } from 'onnx-buf'

/** What the repairs found out on their way, for those who read the model afterwards. */
export type Findings = {
  /** names of the classes whose columns an output has, by output */
  classNames: Map<string, string[]>
  /** how many rows the model was exported for, if it takes that many and no other number */
  fixedBatch?: number
}

/** Changes a graph in memory if it must, and says each change in one sentence. */
export type Repair = (graph: GraphProto, findings: Findings) => string[]
