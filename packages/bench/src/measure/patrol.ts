import { setTimeout as sleep } from 'node:timers/promises'
import type { Contestant } from '../contestants/contestant.ts'
import { ROW_COUNT, requestBody, rowNumbers } from '../contestants/questions.ts'

/** Long enough not to count as load. */
const PAUSE_MS = 20

/**
 * Asks one row and then several, and compares the answers with the classifiers' own.
 * @throws Error when one is wrong, or no success
 */
export async function checkAnswers(contestant: Contestant, rows: readonly number[][]) {
  for (const numbers of [rowNumbers(0, 1), rowNumbers(0, rows.length)]) {
    const { status, wrong } = await ask(contestant, rows, numbers)
    if (wrong !== undefined || status !== 200) {
      throw new Error(`${contestant.name} answers ${numbers.length} rows with ${wrong ?? `status ${status}`}`)
    }
  }
}

/**
 * Asks a contestant one different row after the other while it is under load, so that rows which are mixed up with
 * other callers' are seen. What gets no answer, or no success, is the load tool's to count.
 * @returns what was wrong, until the signal aborts
 */
export async function patrol(
  contestant: Contestant,
  rows: readonly number[][],
  signal: AbortSignal,
): Promise<string[]> {
  const found: string[] = []
  for (let round = 0; !signal.aborted; round += 1) {
    const answer = await ask(contestant, rows, rowNumbers(round % ROW_COUNT, 1)).catch(() => undefined)
    if (answer?.wrong !== undefined) found.push(answer.wrong)
    await sleep(PAUSE_MS, undefined, { signal }).catch(() => {})
  }
  return found
}

async function ask(
  { url, batchPath, wrongAnswer }: Contestant,
  rows: readonly number[][],
  numbers: readonly number[],
): Promise<{ status: number; wrong?: string | undefined }> {
  const response = await fetch(`${url}${numbers.length === 1 ? '/predict' : batchPath}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: requestBody(rows, numbers),
  })
  const answer: unknown = await response.json()
  return { status: response.status, wrong: response.ok ? wrongAnswer(numbers, answer) : undefined }
}
