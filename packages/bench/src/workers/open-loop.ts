import { setTimeout as sleep } from 'node:timers/promises'
import { Value } from '@sinclair/typebox/value'
import { percentile } from '../measure/percentile.ts'
import { Arrivals } from './arrivals.ts'
import { Connections, type Settled } from './connections.ts'
import { type OpenLoopResult, OpenLoopTask } from './open-loop-task.ts'

// Sends requests at a constant rate, regardless of answers, and times each from when it was due: a server that halts
// delays all requests that arrive meanwhile, as it would in production.

/** How often it checks what is due, ms. Timers have no finer grain; `lagP99Ms` includes what that adds. */
const TICK_MS = 1
/** How long to wait for the last answers, ms. */
const PATIENCE_MS = 2000

const task = Value.Parse(OpenLoopTask, await Bun.stdin.json())
const requests = task.bodies.map((body) =>
  Buffer.from(
    `POST ${task.path} HTTP/1.1\r\nHost: 127.0.0.1:${task.port}\r\nContent-Type: application/json\r\nContent-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`,
  ),
)
const latenciesMs: number[] = []
const lagsMs: number[] = []
let errors = 0
let warmUpAnswered = 0

let startedAt = performance.now()
const now = () => performance.now() - startedAt

const onSettled = ({ at, status }: Settled) => {
  const isSuccess = status >= 200 && status <= 299
  if (at < task.warmUpMs) {
    if (isSuccess) warmUpAnswered += 1
    return
  }
  if (!isSuccess) errors += 1
  // An unanswered request took at least this long; leaving it out would flatter the server.
  latenciesMs.push(now() - at)
}

const connections = await Connections.open({ port: task.port, count: task.connections }, onSettled)
const arrivals = new Arrivals(task.ratePerSecond, task.warmUpMs + task.durationMs)
startedAt = performance.now()
let sent = 0
let cpuBefore: NodeJS.CpuUsage | undefined
while (!arrivals.isOver) {
  for (const at of arrivals.due(now())) {
    const bytes = requests[sent++ % requests.length]
    if (bytes === undefined) continue
    if (at >= task.warmUpMs) {
      cpuBefore ??= process.cpuUsage()
      lagsMs.push(now() - at)
    }
    connections.send({ at, bytes })
  }
  await sleep(TICK_MS)
}
const { user, system } = process.cpuUsage(cpuBefore)
const cpuShare = (user + system) / 1000 / task.durationMs
const end = now()
while (connections.openCount > 0 && now() - end < PATIENCE_MS) await sleep(TICK_MS)
connections.close()

const latencies = Float64Array.from(latenciesMs).sort()
const result: OpenLoopResult = {
  answered: latencies.length - errors,
  warmUpAnswered,
  errors,
  p50Ms: percentile(latencies, 0.5),
  p99Ms: percentile(latencies, 0.99),
  p999Ms: percentile(latencies, 0.999),
  lagP99Ms: percentile(Float64Array.from(lagsMs).sort(), 0.99),
  cpuShare,
}
console.log(JSON.stringify(result))
process.exit(0)
