import { fixedRows, free, inputsOf } from './fixed-batch.ts'
import type { Repair } from './repair.ts'

/** LightGBM declares its label as [1] and gives [N]; ONNX Runtime would warn of it at every call. */
export const freeOutputRows: Repair = (graph) => {
  if (inputsOf(graph).some((input) => fixedRows(input) !== undefined)) return []
  return graph.output.flatMap((output) => {
    const rows = fixedRows(output)
    if (rows === undefined) return []
    free(output)
    return [
      `${output.name}: it is declared for ${rows === 1 ? 'one row' : `${rows} rows`}, and gives one a row`,
    ]
  })
}
