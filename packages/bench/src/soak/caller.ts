import { HttpConnection } from './http-connection.ts'
import type { Random } from './seeded-random.ts'
import type { SoakRequest, SoakRequests } from './soak-request.ts'

/** Counts how requests ended. */
export class Ledger {
  /** answers by their status */
  readonly answers = new Map<number, number>()
  /** requests whose caller left before the answer, on purpose */
  abandoned = 0
  readonly wrong: string[] = []
  /** when requests were lost with their connection, by `performance.now()` */
  readonly lostAt: number[] = []

  get count(): number {
    return [...this.answers.values()].reduce((sum, count) => sum + count, this.abandoned + this.lostAt.length)
  }

  note(status: number) {
    this.answers.set(status, (this.answers.get(status) ?? 0) + 1)
  }
}

/** Pause after a failed connection, ms. */
const RETRY_MS = 50
/** One in so many requests is abandoned before its answer. */
const ABANDONS_ONE_IN = 100

/** Sends one request after another on a kept connection until the signal aborts. */
export async function keepAsking(
  url: string,
  {
    requests,
    random,
    ledger,
    signal,
  }: { requests: SoakRequests; random: Random; ledger: Ledger; signal: AbortSignal },
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
    const request = requests.next(random)
    const answer = connection.ask(request.text)
    if (random() * ABANDONS_ONE_IN < 1) {
      await Bun.sleep(random() * 5)
      connection.close()
      ledger.abandoned += 1
      continue
    }
    judge(request, await answer, ledger)
  }
  connection?.close()
}

function judge({ requestId, wrong }: SoakRequest, answer: string | undefined, ledger: Ledger) {
  if (answer === undefined) {
    ledger.lostAt.push(performance.now())
    return
  }
  const endOfHead = answer.indexOf('\r\n\r\n')
  const [head, body] = [answer.slice(0, endOfHead), answer.slice(endOfHead + 4)]
  const status = Number(head.slice(9, 12))
  ledger.note(status)
  // A duplicate or missing answer would show as the id of another request.
  const found = /^x-request-id: *(\S+)/im.exec(head)?.[1]
  const reason = found === requestId ? wrong({ status, body }) : `the answer to ${found} for ${requestId}`
  if (reason !== undefined) ledger.wrong.push(reason)
}
