import type { ClassifierMetadata, Manifest } from '@sepal/ensemble'
import type { Drain, Log } from '@sepal/server'
import type { InferenceQueue } from './schedule/inference-queue.ts'

/** All that a classifier is made of. */
export type ClassifierDeps = {
  /** its name in the manifest */
  name: string
  manifest: Manifest
  /** its entry in the manifest */
  entry: Manifest['classifiers'][string]
  queue: InferenceQueue
  metadata: ClassifierMetadata
  /** largest number of rows in one request */
  maxRows: number
  /** largest number of rows in one of the proxy's calls */
  maxCallRows: number
  maxBodyBytes: number
  drain: Drain
  log: Log
}
