import type { Bench } from '../bench.ts'
import type { Cell } from '../measure/sample.ts'

/** Something to measure. */
export type Scenario = {
  /** its name on the command line */
  name: string
  /** what is measured, for --help */
  summary: string
  /** skipped by `--quick` unless it is named */
  isLong?: boolean
  /** run only when it is named */
  isOnlyNamed?: boolean
  /** whether to print the usage of each process */
  showsProcesses?: boolean
  /** a Vega-Lite specification of its results, which is written beside the JSON file */
  chart?(cells: readonly Cell[]): object
  run(bench: Bench): Promise<Cell[]>
}
