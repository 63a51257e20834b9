import { readdir, readlink } from 'node:fs/promises'
import { join } from 'node:path'
import type { SupervisedChild } from '@sepal/launcher'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { usageOf } from '../measure/process-usage.ts'

const Counts = Type.Record(Type.String(), Type.Number())

/** What a process holds: resident memory, open sockets, and heap objects by kind. */
export type Holdings = Record<string, number>

/** How much each may grow during a soak. A leak of one object per request is far above. */
const MAY_GROW: Record<string, number> = { 'memory, MB': 50, sockets: 8, Timeout: 8, WebSocket: 2 }
/** For all other heap objects: promises of requests that have just ended may still be there. */
const MAY_GROW_BY = 100

/** Makes servers print what their heap holds when asked. */
export const heapReportEnv = { BUN_OPTIONS: `--preload ${join(import.meta.dir, 'heap-report.ts')}` }

/** Reads the lines that servers write about their heaps. */
export class HeapReports {
  readonly #awaited = new Map<string, (counts: Holdings) => void>()

  readonly onLine = ({ label }: { label: string }, line: string) => {
    const [, json] = /^HEAP (.*)/.exec(line) ?? []
    if (json !== undefined) this.#awaited.get(label)?.(Value.Parse(Counts, JSON.parse(json)))
  }

  /** What a process holds at present. */
  async of(child: SupervisedChild): Promise<Holdings> {
    const counts = new Promise<Holdings>((resolve) => this.#awaited.set(child.label, resolve))
    child.kill('SIGUSR2')
    const heap = await counts
    const pid = child.pid ?? 0
    const rss = (await usageOf(pid))?.rssBytes ?? 0
    return { 'memory, MB': Math.round(rss / 1e6), sockets: await openSockets(pid), ...heap }
  }
}

async function openSockets(pid: number): Promise<number> {
  const folder = `/proc/${pid}/fd`
  const descriptors = await readdir(folder)
  const targets = await Promise.all(descriptors.map((fd) => readlink(join(folder, fd)).catch(() => '')))
  return targets.filter((target) => target.startsWith('socket:')).length
}

/** What has grown beyond its bound, in words. */
export function leaks(before: Holdings, after: Holdings): string[] {
  return Object.entries(after).flatMap(([what, now]) => {
    const was = before[what] ?? 0
    const bound = was + (MAY_GROW[what] ?? MAY_GROW_BY)
    return now > bound ? [`${what}: ${was} before, ${now} after, expected at most ${bound}`] : []
  })
}
