import type { System } from '@sepal/launcher'
import { Changes } from '@sepal/server/testing'

/** The address of an ensemble, and its manifest. */
type Asked = Pick<System, 'url' | 'manifest'>

type CallOptions = {
  /** reuse an open connection; otherwise each request opens its own */
  keepAlive?: boolean
  /** retry overloads after a pause; otherwise an overload counts as a wrong answer */
  isPatient?: boolean
}

/** How long a patient caller waits, ms. */
const PAUSE_MS = 50

/**
 * Max connections opened per second. The port of a closed one is not free again for a minute, and a machine has
 * 28,000 of them: callers without a pause use them all up and then fail on their own.
 */
const CONNECTIONS_PER_SECOND = 250

/** How many wrong answers are kept to be printed; the rest is counted. */
const MOST_TOLD = 10

/** Requests the label of the manifest's sample. */
export async function askLabel(
  { url, manifest }: Asked,
  { keepAlive = false }: CallOptions = {},
): Promise<{ status: number; answer: unknown }> {
  const response = await fetch(`${url}/predict/label`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ data: [Object.values(manifest.sample)] }),
    keepalive: keepAlive,
  })
  return { status: response.status, answer: await response.json() }
}

/**
 * Callers that send requests until they are stopped; they return how many, and the answers that were not the expected
 * label.
 */
export function keepAsking(asked: Asked, callers: number, options: CallOptions = {}) {
  const pauseMs = options.keepAlive ? 0 : (callers * 1_000) / CONNECTIONS_PER_SECOND
  let isAsking = true
  let answered = 0
  let failed = 0
  const wrong: unknown[] = []
  const asking = Array.from({ length: callers }, async () => {
    while (isAsking) {
      const told = await askLabel(asked, options).catch((error: unknown) => ({
        status: 0,
        answer: String(error),
      }))
      if (options.isPatient && isOverloaded(told.answer)) {
        await Bun.sleep(PAUSE_MS)
        continue
      }
      answered += 1
      if (told.status !== 200) {
        failed += 1
        if (failed <= MOST_TOLD) wrong.push(told)
      }
      if (pauseMs > 0) await Bun.sleep(pauseMs)
    }
  })
  return {
    async stop(): Promise<{ answered: number; wrong: unknown[] }> {
      isAsking = false
      await Promise.all(asking)
      if (failed > MOST_TOLD) wrong.push(`and ${failed - MOST_TOLD} more`)
      return { answered, wrong }
    },
  }
}

function isOverloaded(answer: unknown): boolean {
  return typeof answer === 'object' && answer !== null && 'code' in answer && answer.code === 'overloaded'
}

/** Counts the lines with a text per writer, and events, and lets a test wait for either. */
export class Witness {
  readonly #counts = new Map<string, number>()
  readonly #events: string[] = []
  readonly #changes = new Changes()

  constructor(private readonly text: string) {}

  readonly onLine = ({ label }: { label: string }, line: string) => {
    if (!line.includes(this.text)) return
    this.#counts.set(label, this.count(label) + 1)
    this.#changes.notify()
  }

  readonly onEvent = ({ is, child }: { is: string; child: { label: string } }) => {
    this.#events.push(`${child.label} ${is}`)
    this.#changes.notify()
  }

  /** How many such lines a writer has written since the last `forget`. */
  count(label: string): number {
    return this.#counts.get(label) ?? 0
  }

  forget() {
    this.#counts.clear()
  }

  /** Resolves when an event like `rose.2 died` happens or has happened. */
  event(event: string): Promise<void> {
    return this.until(event, () => this.#events.includes(event))
  }

  /** Resolves when a condition on lines or events holds. @throws Error naming `what` if it never does */
  until(what: string, holds: () => boolean): Promise<void> {
    return this.#changes.until(what, holds)
  }
}
