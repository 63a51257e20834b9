import type { Bench } from '../bench.ts'
import type { Cell } from '../measure/sample.ts'

/** Something to measure. */
export type Scenario = {
  /** how the command line names it */
  name: string
  /** what is measured, for --help */
  summary: string
  /** left out of `--quick` unless it is named */
  isLong?: boolean
  /** run only when it is named */
  isOnlyNamed?: boolean
  /** whether to print what each process used */
  showsProcesses?: boolean
  run(bench: Bench): Promise<Cell[]>
}
