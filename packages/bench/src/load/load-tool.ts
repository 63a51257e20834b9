import type { LoadResult } from '../measure/sample.ts'

/** Requests from `connections` connections, each of which sends the next one as soon as it has its answer. */
export type Load = {
  url: string
  /** JSON, sent in turn */
  bodies: readonly string[]
  /** beside those of JSON */
  headers?: Readonly<Record<string, string>> | undefined
  connections: number
  durationMs: number
  /** ends the load, and makes it reject */
  signal: AbortSignal
}

export interface LoadTool {
  /** with its version */
  readonly name: string
  run(load: Load): Promise<LoadResult>
}
