import { median } from './percentile.ts'
import type { Cell, Sample } from './sample.ts'

/** A cell's samples as one: medians of rates and times, sums of errors. */
export type Summary = {
  requestsPerSecond: number
  rowsPerSecond: number
  p50Ms: number
  p99Ms: number
  p999Ms: number
  errors: number
  wrongAnswers: number
  /** processor time of all processes per request, ms */
  cpuMsPerRequest?: number
  /** resident memory of all processes, bytes */
  rssBytes?: number
  /** the same, of pages that several processes share only each one's part */
  pssBytes?: number
  rowsPerCall?: number
  bulkRowsPerSecond?: number
  shareAnswered?: number
  bulkShareAnswered?: number
  offeredPerSecond?: number
  toolLagP99Ms?: number
}

export function summaryOf({ rowsPerRequest, samples }: Cell): Summary {
  const middle = (value: (sample: Sample) => number) => median(samples.map(value))
  const requestsPerSecond = middle((sample) => sample.requestsPerSecond)
  return {
    requestsPerSecond,
    rowsPerSecond: requestsPerSecond * rowsPerRequest,
    p50Ms: middle((sample) => sample.p50Ms),
    p99Ms: middle((sample) => sample.p99Ms),
    p999Ms: middle((sample) => sample.p999Ms),
    errors: total(samples, (sample) => sample.errors),
    wrongAnswers: total(samples, (sample) => sample.wrongAnswers),
    ...known('cpuMsPerRequest', middle(cpuMsPerRequest)),
    ...known(
      'rssBytes',
      middle(({ processes }) => sumOrNone(processes.map(({ rssBytes }) => rssBytes))),
    ),
    ...known(
      'pssBytes',
      middle(({ processes }) => sumOrNone(processes.map(({ pssBytes }) => pssBytes))),
    ),
    ...known(
      'rowsPerCall',
      middle((sample) => sample.rowsPerCall ?? Number.NaN),
    ),
    ...known(
      'bulkRowsPerSecond',
      middle((sample) => sample.bulk?.rowsPerSecond ?? Number.NaN),
    ),
    ...known(
      'shareAnswered',
      middle((sample) => sample.shareAnswered ?? Number.NaN),
    ),
    ...known(
      'bulkShareAnswered',
      middle((sample) => sample.bulk?.shareAnswered ?? Number.NaN),
    ),
    ...known(
      'offeredPerSecond',
      middle((sample) => sample.offeredPerSecond ?? Number.NaN),
    ),
    ...known(
      'toolLagP99Ms',
      middle((sample) => sample.toolLagP99Ms ?? Number.NaN),
    ),
  }
}

/** Processor time of all processes per request, ms; NaN where it is unknown. */
export function cpuMsPerRequest({ processes, answered, answeredBesides = 0 }: Sample): number {
  return sumOrNone(processes.map(({ cpuMs }) => cpuMs)) / (answered + answeredBesides)
}

function sumOrNone(values: readonly number[]): number {
  return values.length === 0 ? Number.NaN : total(values, (value) => value)
}

function total<V>(values: readonly V[], numberOf: (value: V) => number): number {
  return values.reduce((sum, value) => sum + numberOf(value), 0)
}

function known<const K extends string>(key: K, value: number): { [P in K]?: number } {
  const entry: { [P in K]?: number } = {}
  if (Number.isFinite(value)) entry[key] = value
  return entry
}
