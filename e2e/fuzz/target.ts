import type { Manifest } from '@sepal/ensemble'
import type { System } from '@sepal/launcher'
import { type Server, serversOf } from './servers.ts'

/** Gives classifiers faults, another one in each batch of attacks. */
export interface Illness {
  /** @returns the fault in effect from now on, always the same for a seed */
  begin(seed: number): Promise<string>
  /** Heals all classifiers. */
  end(): Promise<void>
}

/** A system under attack. */
export type Target = {
  /** of its proxy */
  url: string
  manifest: Manifest
  /** the proxy is last */
  servers: readonly Server[]
  /** statuses that no request may lead to */
  forbidden: readonly number[]
  illness?: Illness
}

/** A whole system with healthy classifiers, started from a folder with a manifest and models. */
export async function wellTarget(system: System, folder: string): Promise<Target> {
  const { url, manifest } = system
  return { url, manifest, servers: await serversOf(system, folder), forbidden: [500, 502] }
}
