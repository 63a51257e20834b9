import { HttpConnection } from './http-connection.ts'
import type { Question, Questions } from './question.ts'

/** What became of all requests. */
export class Ledger {
  /** answers by their status */
  readonly answers = new Map<number, number>()
  /** requests whose caller went away before its answer, on purpose */
  abandoned = 0
  readonly wrong: string[] = []
  /** when requests were lost with their connection, in the time of `performance.now()` */
  readonly lostAt: number[] = []

  get count(): number {
    return [...this.answers.values()].reduce((sum, count) => sum + count, this.abandoned + this.lostAt.length)
  }

  note(status: number) {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1)
  }
}

/** Who could not connect tries again after this, ms. */
const RETRY_MS = 50
/** Of so many requests one is given up before its answer. */
const ABANDONS_ONE_IN = 100

/** Asks one question after the other, on a connection that it keeps, until the signal aborts. */
export async function keepAsking(
  url: string,
  { questions, ledger, signal }: { questions: Questions; ledger: Ledger; signal: AbortSignal },
) {
  let connection: HttpConnection | undefined
  while (!signal.aborted) {
    try {
      if (connection?.isOpen !== true) connection = await HttpConnection.open(url)
    } catch (error) {
      ledger.wrong.push(`no connection: ${error instanceof Error ? error.message : error}`)
      await Bun.sleep(RETRY_MS)
      continue
    }
    const question = questions.next()
    const answer = connection.ask(question.text)
    if (Math.random() * ABANDONS_ONE_IN < 1) {
      await Bun.sleep(Math.random() * 5)
      connection.close()
      ledger.abandoned += 1
      continue
    }
    judge(question, await answer, ledger)
  }
  connection?.close()
}

function judge({ requestId, wrong }: Question, answer: string | undefined, ledger: Ledger) {
  if (answer === undefined) {
    ledger.lostAt.push(performance.now())
    return
  }
  const endOfHead = answer.indexOf('\r\n\r\n')
  const [head, body] = [answer.slice(0, endOfHead), answer.slice(endOfHead + 4)]
  const status = Number(head.slice(9, 12))
  ledger.note(status)
  // Two answers to one request, or none to another, would show in the next one's id.
  const found = /^x-request-id: *(\S+)/im.exec(head)?.[1]
  const reason = found === requestId ? wrong({ status, body }) : `the answer to ${found} for ${requestId}`
  if (reason !== undefined) ledger.wrong.push(reason)
}
