import type { MeasuredProcess } from '../contestants/contestant.ts'
import { usageOf } from './process-usage.ts'

/** What each process of a system holds, and has used so far, by its name. */
export type Footprint = ReadonlyMap<string, { pssBytes: number; cpuMs: number }>

/** Reads it from the system; processes of one name count as one. Empty where it cannot be read. */
export async function footprintOf(processes: readonly MeasuredProcess[]): Promise<Footprint> {
  const found = new Map<string, { pssBytes: number; cpuMs: number }>()
  for (const { name, pid } of processes) {
    const usage = await usageOf(pid)
    if (usage === undefined) continue
    const { pssBytes, cpuMs } = found.get(name) ?? { pssBytes: 0, cpuMs: 0 }
    found.set(name, { pssBytes: pssBytes + usage.pssBytes, cpuMs: cpuMs + usage.cpuMs })
  }
  return found
}

/** Processor time of all processes, ms. */
export function cpuMsOf(footprint: Footprint): number {
  return [...footprint.values()].reduce((sum, { cpuMs }) => sum + cpuMs, 0)
}

/** Memory of all processes, in proportion where they share it, bytes. */
export function pssBytesOf(footprint: Footprint): number {
  return [...footprint.values()].reduce((sum, { pssBytes }) => sum + pssBytes, 0)
}
