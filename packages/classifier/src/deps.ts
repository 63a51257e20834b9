import type { ClassifierMetadata, Manifest, Output, RowCodec } from '@sepal/ensemble'
import type { Drain, Intake, Log, ServedCertificate, Tracer } from '@sepal/server'
import type { InferenceQueue } from './queue/inference-queue.ts'

/** All that a classifier is made of. */
export type ClassifierDeps = {
  /** its name in the manifest */
  name: string
  manifest: Manifest
  /** of its features, in the order of its rows */
  codec: RowCodec
  /** what its answers are */
  output: Output
  /** whether its model takes no number that float32 would change */
  takesFloat32: boolean
  queue: InferenceQueue
  metadata: ClassifierMetadata
  /** largest number of rows in one request */
  maxRows: number
  /** largest number of rows in one of the proxy's calls */
  maxCallRows: number
  maxBodyBytes: number
  /** decides which bodies and calls there is time and memory for */
  intake: Intake
  /** what proxies send; undefined: anybody may ask */
  upstreamToken?: string | undefined
  /** what it presents; absent without TLS */
  certificate?: Pick<ServedCertificate, 'expiresAt'> | undefined
  drain: Drain
  log: Log
  /** records traces; nothing where none are exported */
  tracer?: Tracer | undefined
}
