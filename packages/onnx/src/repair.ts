import type { GraphProto } from 'onnx-buf'
import { joinClassColumns } from './repairs/class-columns.ts'
import { freeFixedBatch } from './repairs/fixed-batch.ts'
import { castHalfFloats } from './repairs/half-floats.ts'
import { freeOutputRows } from './repairs/output-rows.ts'
import { cutZipMap } from './repairs/zip-map.ts'

/** What the repairs found out on their way, for those who read the model afterwards. */
export type Findings = {
  /** names of the classes whose columns an output has, by output */
  classNames: Map<string, string[]>
  /** how many rows the model was exported for, if it takes that many and no other number */
  fixedBatch?: number
}

/** Changes a graph in memory if it must, and says each change in one sentence. */
export type Repair = (graph: GraphProto, findings: Findings) => string[]

/** In their order: rows are freed once every output is a tensor. */
const repairs: Repair[] = [cutZipMap, joinClassColumns, freeFixedBatch, freeOutputRows, castHalfFloats]

/** Makes of a graph, in place, one that takes any number of rows and gives tensors. */
export function repairGraph(graph: GraphProto): { findings: Findings; sentences: string[] } {
  const findings: Findings = { classNames: new Map() }
  return { findings, sentences: repairs.flatMap((repair) => repair(graph, findings)) }
}
