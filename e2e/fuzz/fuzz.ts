import fc from 'fast-check'
import { type Attack, attacks } from './attacks.ts'
import { Connection } from './connection.ts'
import { residentBytes } from './memory.ts'
import { probe } from './probe.ts'
import { type Server, SOCKET_PATH } from './servers.ts'
import { conversations, wrongConversation } from './sockets.ts'
import type { Target } from './target.ts'
import { CLOSED, wrongExchange } from './verdict.ts'

export type FuzzOptions = {
  requests: number
  seed: number
  /** in flight at once */
  connections: number
  /** attacks on one server, and under one fault, before the next; each batch has the next seed */
  batch?: number
  /** called with progress */
  say: (progress: string) => void
}

/** A misbehaviour of a server. */
export type Fault = {
  server: string
  wrong: string
  /** of the attack's batch */
  seed: number
  kind: Attack['kind'] | 'socket'
  /** the classifiers' fault at that time */
  illness: string | undefined
  /** the bytes sent, shortened */
  sent: string
}

export type Report = {
  requests: number
  /** answers by status; connections closed without one as 0 */
  statuses: Record<number, number>
  faults: Fault[]
  /** the min resident memory of each server, once warm and towards the end, bytes */
  memory: Record<string, { before: number; after: number }>
}

/** After this many faults nothing new is learned. */
const MAX_FAULTS = 20
/** The parts of a run that are compared. Memory fluctuates with garbage, so the minimum counts. */
const EARLY = [0.1, 0.4] as const
const LATE = [0.7, 1] as const
const SHOWN = 2000

/** Attacks every server of a system. After each batch, a good request must get its usual answer. */
export async function fuzz(
  target: Target,
  { requests, seed, connections, batch: most = 500, say }: FuzzOptions,
): Promise<Report> {
  const { servers, illness } = target
  // The proxy, which is last, has most routes and most callers: every second batch is for it.
  const [proxy, ...classifiers] = servers.map((server) => new Attacker(server, target)).reverse()
  const report: Report = { requests: 0, statuses: {}, faults: [], memory: {} }
  const goodAnswer = await probe(target)
  const samples: Record<string, number>[] = []
  for (let batch = 0; report.requests < requests && report.faults.length < MAX_FAULTS; batch++) {
    const isForProxy = batch % 2 === 0 || classifiers.length === 0
    const attacker = isForProxy ? proxy : classifiers[((batch - 1) / 2) % classifiers.length]
    await attacker?.attack(report, {
      count: Math.min(most, requests - report.requests),
      seed: seed + batch,
      connections,
      illness: await illness?.begin(seed + batch),
    })
    await illness?.end()
    if ((await probe(target)) !== goodAnswer)
      throw new Error(`after the batch of seed ${seed + batch} a good request has another answer`)
    samples.push(await memoryOf(servers))
    if (batch % 20 === 0) say(`${report.requests} of ${requests} requests, ${report.faults.length} faults`)
  }
  for (const { name } of servers) {
    const [before, after] = [EARLY, LATE].map((part) => leastOf(name, samples, part))
    if (before !== undefined && after !== undefined) report.memory[name] = { before, after }
  }
  return report
}

type Batch = { count: number; seed: number; connections: number; illness: string | undefined }

/** Attacks one server. */
class Attacker {
  readonly #attacks: fc.Arbitrary<Attack>
  readonly #conversations: ReturnType<typeof conversations> | undefined

  constructor(
    private readonly server: Server,
    private readonly target: Target,
  ) {
    const { routes, features } = server
    this.#attacks = attacks(routes, features)
    const hasSocket = routes.some(({ path }) => path === SOCKET_PATH)
    this.#conversations = hasSocket ? conversations(Object.keys(features).length) : undefined
  }

  async attack(report: Report, { count, seed, connections, illness }: Batch): Promise<void> {
    const left = fc.sample(this.#attacks, { seed, numRuns: count })
    const worker = async () => {
      let connection: Connection | undefined
      for (let attack = left.pop(); attack !== undefined; attack = left.pop()) {
        const isUsed = connection?.isClosed === false
        if (connection === undefined || !isUsed) connection = new Connection(this.server.address)
        let wrong = await this.#send(attack, connection, report)
        // A server may close an idle connection at the very moment it is used again.
        if (wrong === CLOSED && isUsed) {
          connection = new Connection(this.server.address)
          wrong = await this.#send(attack, connection, report)
        }
        const { kind, sending } = attack
        if (wrong !== undefined)
          report.faults.push(this.#fault({ kind, seed, illness, wrong, sent: sending.pieces.join('') }))
      }
      connection?.[Symbol.dispose]()
    }
    const workers = Array.from({ length: Math.min(connections, count) }, worker)
    await Promise.all([...workers, this.#converse(report, { count: Math.ceil(count / 50), seed, illness })])
  }

  async #converse(report: Report, { count, seed, illness }: Omit<Batch, 'connections'>) {
    if (this.#conversations === undefined) return
    for (const messages of fc.sample(this.#conversations, { seed, numRuns: count })) {
      report.requests += messages.length
      const wrong = await wrongConversation(this.server.address, messages)
      const sent = messages.map(({ data }) => (typeof data === 'string' ? data : data.toHex())).join(' ')
      if (wrong !== undefined) report.faults.push(this.#fault({ kind: 'socket', seed, illness, wrong, sent }))
    }
  }

  async #send(attack: Attack, connection: Connection, report: Report): Promise<string | undefined> {
    report.requests += Math.max(1, attack.asked.length)
    if (attack.kind === 'abandoned') {
      await connection.abandon(attack.sending.pieces)
      return undefined
    }
    const exchange = await connection.exchange(attack.sending)
    for (const { status } of exchange.answers) report.statuses[status] = (report.statuses[status] ?? 0) + 1
    if (exchange.answers.length === 0) report.statuses[0] = (report.statuses[0] ?? 0) + 1
    const wrong = wrongExchange(attack, exchange, {
      routes: this.server.routes,
      forbidden: this.target.forbidden,
    })
    // An incomplete exchange leaves a connection in an unknown state.
    const isClean = attack.asked.length > 0 && exchange.answers.length === attack.asked.length
    const closes = exchange.answers.some(({ headers }) => headers.get('connection') === 'close')
    if (!isClean || closes || wrong !== undefined) connection[Symbol.dispose]()
    return wrong
  }

  #fault({ sent, ...fault }: Omit<Fault, 'server'>): Fault {
    return { server: this.server.name, ...fault, sent: sent.slice(0, SHOWN) }
  }
}

async function memoryOf(servers: readonly Server[]): Promise<Record<string, number>> {
  const known = await Promise.all(
    servers.map(async ({ name, pid }) => [name, await residentBytes(pid)] as const),
  )
  return Object.fromEntries(known.flatMap(([name, bytes]) => (bytes === undefined ? [] : [[name, bytes]])))
}

/** The min memory of a server in a part of a run; undefined if unknown. */
function leastOf(
  name: string,
  samples: readonly Readonly<Record<string, number>>[],
  [from, to]: readonly [number, number],
): number | undefined {
  const part = samples.slice(Math.floor(samples.length * from), Math.ceil(samples.length * to))
  const known = part.flatMap((sample) => sample[name] ?? [])
  return known.length === 0 ? undefined : Math.min(...known)
}
