import type { Contestant, MeasuredProcess } from '../contestants/contestant.ts'
import type { SampleRow } from '../contestants/sample-rows.ts'
import { rowsPerCall } from './calls.ts'
import { patrol } from './patrol.ts'
import { type ProcessUsage, usageOf } from './process-usage.ts'
import type { LoadResult, ProcessSample, Sample } from './sample.ts'

export type SamplingOptions = {
  /** the rows, for checking answers meanwhile */
  rows: readonly SampleRow[]
  rowsPerRequest: number
  load: () => Promise<LoadResult>
}

/** Puts a contestant under load, and observes its answers, processes and calls meanwhile. */
export async function takeSample(
  contestant: Contestant,
  { rows, rowsPerRequest, load }: SamplingOptions,
): Promise<Sample> {
  const processes = contestant.processes()
  const before = await Promise.all(processes.map(({ pid }) => usageOf(pid)))
  const callsBefore = (await contestant.calls?.counts()) ?? new Map<string, number>()
  const over = new AbortController()
  const patrolled = patrol(contestant, rows, over.signal)
  const result = await load().finally(() => over.abort())
  const { answeredRows, wrong } = await patrolled
  const callsAfter = (await contestant.calls?.counts()) ?? callsBefore
  const after = await Promise.all(processes.map(({ pid }) => usageOf(pid)))
  const answered = result.answered + (result.answeredBesides ?? 0)
  const asked = answered * rowsPerRequest + (result.bulk?.rows ?? 0) + answeredRows
  const carried = rowsPerCall(callsBefore, callsAfter, asked)
  return {
    ...result,
    requestsPerSecond: (result.answered * 1000) / result.durationMs,
    wrongAnswers: wrong.length,
    processes: processes.flatMap((process, i) => processSample(process, before[i], after[i])),
    ...(carried === undefined ? {} : { rowsPerCall: carried }),
  }
}

function processSample(
  { name }: MeasuredProcess,
  before: ProcessUsage | undefined,
  after: ProcessUsage | undefined,
): ProcessSample[] {
  if (before === undefined || after === undefined) return []
  const { rssBytes, pssBytes } = after
  return [{ name, cpuMs: after.cpuMs - before.cpuMs, rssBeforeBytes: before.rssBytes, rssBytes, pssBytes }]
}
