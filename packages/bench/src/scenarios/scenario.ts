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
  run(bench: Bench): Promise<Cell[]>
}
