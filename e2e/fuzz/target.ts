import type { Manifest } from '@sepal/ensemble'
import type { System } from '@sepal/launcher'
import { type Server, serversOf } from './servers.ts'

/** What makes classifiers ill, each batch of attacks in another way. */
export interface Illness {
  /** @returns what is wrong from now on, always the same for a seed */
  begin(seed: number): Promise<string>
  /** All are well again. */
  end(): Promise<void>
}

/** A system that is attacked. */
export type Target = {
  /** of its proxy */
  url: string
  manifest: Manifest
  /** the proxy is last */
  servers: readonly Server[]
  /** statuses that nothing which a caller sends may lead to */
  forbidden: readonly number[]
  illness?: Illness
}

/** A whole system whose classifiers work, started from a folder with a manifest and models. */
export async function wellTarget(system: System, folder: string): Promise<Target> {
  const { url, manifest } = system
  return { url, manifest, servers: await serversOf(system, folder), forbidden: [500, 502] }
}
