import type { Drift } from '@sepal/proxy/statistics/stability'
import type { CalibrationBin } from './statistics/calibration.ts'
import type { Share } from './statistics/wilson.ts'

export type Count = readonly [name: string, rows: number]

/** How far values were off: of each row, what was said less what was right. */
export type Errors = { rows: number; meanAbsolute: number; rootMeanSquare: number; mean: number }

/** What came of comparing answers with what was right. */
export type Quality = {
  /** of labels */
  accuracy?: Share
  /** of values */
  errors?: Errors
  calibration?: { rows: number; brier: number; error: number; bins: readonly CalibrationBin[] }
}

export type ClassifierFindings = Quality & { name: string; outcomes: readonly Count[] }

/** How far a column has moved; without an index where one side has no values. */
export type ColumnDrift = Partial<Drift> & {
  /** as in the log, `features.age` */
  column: string
  before: number
  after: number
  /** shares of rows without a value */
  missingBefore: number
  missingAfter: number
  /** Kolmogorov–Smirnov distance of numbers, and how likely it is by chance */
  distance?: number
  chance?: number
}

/** How far a feature or an answer is from training. */
export type TrainingDrift = Drift & {
  /** `features.age`, `answers.forest, label` */
  column: string
  /** rows of the log that have it */
  rows: number
}

/** What a log says. */
export type Findings = {
  files: number
  lines: number
  /** lines that are no records */
  malformed: number
  rows: number
  feedback: { given: number; matched: number }
  /** ms since 1970; `undefined` without rows */
  from: number | undefined
  to: number | undefined
  outcomes: readonly Count[]
  codes: readonly Count[]
  latency: { p50: number; p90: number; p99: number }
  decision: Quality & {
    confusion?: {
      labels: readonly string[] /** by what was right, then what was decided */
      counts: number[][]
    }
  }
  classifiers: readonly ClassifierFindings[]
  drift?: { since: number; columns: readonly ColumnDrift[] }
  /** from what the model cards know of training; of the rows since the date, if there is one */
  training?: readonly TrainingDrift[]
}
