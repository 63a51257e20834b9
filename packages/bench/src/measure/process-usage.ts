import { readFile } from 'node:fs/promises'

/** What a process has used since it started. */
export type ProcessUsage = {
  /** processor time of all its threads, ms */
  cpuMs: number
  /** resident memory, bytes */
  rssBytes: number
  /** the same, of a page that several processes share only this one's part */
  pssBytes: number
}

/** Linux reports processor time in hundredths of a second, whatever the kernel's own tick is. */
const TICK_MS = 10

/** What a process has used, from /proc; undefined for an ended process, and on other systems. */
export async function usageOf(pid: number): Promise<ProcessUsage | undefined> {
  try {
    const [stat, status, smaps] = await Promise.all([
      readFile(`/proc/${pid}/stat`, 'utf8'),
      readFile(`/proc/${pid}/status`, 'utf8'),
      readFile(`/proc/${pid}/smaps_rollup`, 'utf8'),
    ])
    return parseUsage(stat, status, smaps)
  } catch {
    return undefined
  }
}

/** Reads `/proc/<pid>/stat`, `status` and `smaps_rollup` (proc_pid_stat(5), proc_pid_status(5), proc_pid_smaps(5)). */
export function parseUsage(stat: string, status: string, smaps: string): ProcessUsage | undefined {
  // The second field is the process's name, which may hold anything; `state` is the first one after it.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  const [userTicks, systemTicks] = [Number(fields[11]), Number(fields[12])]
  const rssKilobytes = Number(/^VmRSS:\s*(\d+) kB$/m.exec(status)?.[1])
  const pssKilobytes = Number(/^Pss:\s*(\d+) kB$/m.exec(smaps)?.[1])
  const usage = {
    cpuMs: (userTicks + systemTicks) * TICK_MS,
    rssBytes: rssKilobytes * 1024,
    pssBytes: pssKilobytes * 1024,
  }
  return Number.isNaN(usage.cpuMs + usage.rssBytes + usage.pssBytes) ? undefined : usage
}
