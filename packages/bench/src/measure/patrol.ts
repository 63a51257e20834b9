import { setTimeout as sleep } from 'node:timers/promises'
import { BenchError } from '../bench-error.ts'
import { type Contestant, requestTo } from '../contestants/contestant.ts'
import type { SampleRow } from '../contestants/sample-rows.ts'
import { ROW_COUNT, rowNumbers } from '../contestants/sample-rows.ts'

/** Ten rows a second are too few to count as load. */
const PAUSE_MS = 100

/** The checks made while a contestant was under load. */
export type PatrolReport = {
  /** rows answered */
  answeredRows: number
  /** what was wrong, for each wrong answer */
  wrong: string[]
}

/**
 * Sends one row and then several, and compares the answers with the classifiers' own.
 * @throws BenchError when an answer is wrong or not a success
 */
export async function checkAnswers(contestant: Contestant, rows: readonly SampleRow[]) {
  for (const numbers of [rowNumbers(0, 1), rowNumbers(0, rows.length)]) {
    const { status, wrong } = await ask(contestant, rows, numbers)
    if (wrong !== undefined || status !== 200) {
      throw new BenchError(
        `${contestant.name} answers ${numbers.length} rows with ${wrong ?? `status ${status}`}`,
      )
    }
  }
}

/**
 * Sends a contestant a different row each time while it is under load, to see rows that are mixed up with those of
 * other callers. Missing answers and errors are counted by the load tool.
 * Resolves when the signal aborts.
 */
export async function patrol(
  contestant: Contestant,
  rows: readonly SampleRow[],
  signal: AbortSignal,
): Promise<PatrolReport> {
  const report: PatrolReport = { answeredRows: 0, wrong: [] }
  for (let round = 0; !signal.aborted; round += 1) {
    const answer = await ask(contestant, rows, rowNumbers(round % ROW_COUNT, 1)).catch(() => undefined)
    if (answer?.status === 200) report.answeredRows += 1
    if (answer?.wrong !== undefined) report.wrong.push(answer.wrong)
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
  return report
}

async function ask(
  contestant: Contestant,
  rows: readonly SampleRow[],
  numbers: readonly number[],
): Promise<{ status: number; wrong?: string | undefined }> {
  const { path, body } = requestTo(contestant, rows, numbers)
  const headers = { 'content-type': 'application/json', ...contestant.headers }
  const response = await fetch(`${contestant.url}${path}`, { method: 'POST', headers, body })
  const answer: unknown = await response.json()
  return { status: response.status, wrong: response.ok ? contestant.wrongAnswer(numbers, answer) : undefined }
}
