import type { GraphProto } from 'onnx-buf'
import { joinClassColumns } from './repairs/class-columns.ts'
import { freeFixedBatch } from './repairs/fixed-batch.ts'
import { castHalfFloats } from './repairs/half-floats.ts'
import { freeOutputRows } from './repairs/output-rows.ts'
import type { Findings, Repair } from './repairs/repair.ts'
import { cutZipMap } from './repairs/zip-map.ts'

/** In their order: rows are freed once every output is a tensor. */
const repairs: Repair[] = [cutZipMap, joinClassColumns, freeFixedBatch, freeOutputRows, castHalfFloats]

/** Makes of a graph, in place, one that takes any number of rows and gives tensors. */
export function repairGraph(graph: GraphProto): { findings: Findings; sentences: string[] } {
  const findings: Findings = { classNames: new Map() }
  return { findings, sentences: repairs.flatMap((repair) => repair(graph, findings)) }
}
