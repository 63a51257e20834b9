import { type Footprint, pssBytesOf } from '../measure/footprint.ts'
import { spreadOf } from '../measure/ratio.ts'
import { megabytes, percent, spread } from './figures.ts'
import { markdownTable } from './table.ts'

/** One start, until the first row was answered. */
export type Start = { answerMs: number; cpuMs: number }

/** A system from its start until long after its last request. */
export type Life = {
  name: string
  starts: readonly Start[]
  memory: Readonly<Record<'atRest' | 'afterLoad' | 'afterBulk' | 'later', Footprint>>
  /** processor time of each process as a share of a core, by its name */
  idle: Readonly<Record<'before' | 'after', ReadonlyMap<string, number>>>
}

/** A line for each way to start. */
export function startsTable(lives: readonly Life[]): string {
  const seconds = (starts: readonly Start[], figure: keyof Start) =>
    spread(spreadOf(starts.map((start) => start[figure] / 1000)))
  return markdownTable(
    [
      { title: 'start', value: ({ name }) => name, isText: true },
      { title: 'first answer, s', value: ({ starts }) => seconds(starts, 'answerMs') },
      { title: 'CPU s', value: ({ starts }) => seconds(starts, 'cpuMs') },
    ],
    lives,
  )
}

/** A line for each process, and one for all of a system. */
export function livesTable(lives: readonly Life[]): string {
  const rows = lives.flatMap(({ name, memory, idle }) => {
    const processes = [...memory.atRest.keys()].map((process) => ({
      name,
      process,
      held: (at: Footprint) => at.get(process)?.pssBytes,
      share: (of: ReadonlyMap<string, number>) => of.get(process),
      memory,
      idle,
    }))
    const all = { process: 'all', held: pssBytesOf, share: sumOf }
    return [...processes, { name, ...all, memory, idle }]
  })
  return markdownTable(
    [
      { title: 'start', value: ({ name }) => name, isText: true },
      { title: 'process', value: ({ process }) => process, isText: true },
      { title: 'MB PSS at rest', value: ({ held, memory }) => megabytes(held(memory.atRest)) },
      { title: 'after 64 connections', value: ({ held, memory }) => megabytes(held(memory.afterLoad)) },
      { title: 'after a million rows', value: ({ held, memory }) => megabytes(held(memory.afterBulk)) },
      { title: 'a minute later', value: ({ held, memory }) => megabytes(held(memory.later)) },
      { title: 'idle, of a core', value: ({ share, idle }) => percent(share(idle.before)) },
      { title: 'idle, after load', value: ({ share, idle }) => percent(share(idle.after)) },
    ],
    rows,
  )
}

function sumOf(shares: ReadonlyMap<string, number>): number {
  return [...shares.values()].reduce((sum, share) => sum + share, 0)
}
