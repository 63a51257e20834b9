import { bulk } from './bulk.ts'
import { fairness } from './fairness.ts'
import { everyone } from './field.ts'
import { file } from './file.ts'
import { footprint } from './footprint.ts'
import { growth } from './growth.ts'
import { manyRows } from './many-rows.ts'
import { memory } from './memory.ts'
import { mixed } from './mixed.ts'
import { mixedRows } from './mixed-rows.ts'
import { openLoop } from './open-loop.ts'
import { options } from './options.ts'
import { replicas } from './replicas.ts'
import { scaling } from './scaling.ts'
import type { Scenario } from './scenario.ts'
import { singleRows } from './single-rows.ts'
import { slowClassifier } from './slow-classifier.ts'
import { soak } from './soak.ts'

/** All scenarios, in the order in which they run. */
export const scenarios: readonly Scenario[] = [
  singleRows(1),
  singleRows(16, { isLong: true }),
  singleRows(64),
  singleRows(256),
  singleRows(1024, { isLong: true }),
  manyRows,
  bulk,
  mixedRows,
  file,
  openLoop,
  mixed,
  fairness,
  slowClassifier,
  replicas,
  scaling,
  everyone(1),
  everyone(64),
  everyone(256),
  options,
  growth,
  memory,
  footprint,
  soak,
]
