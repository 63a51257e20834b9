import type { SimulatedRequest, Simulation } from './simulation.ts'
import { POISON, stubAnswer } from './stub-replica.ts'

/** A deadline is noticed at the next sweep; until then nobody is told. */
const SWEEP_MS = 4

/** What must hold of every simulation, once all is settled. @throws Error naming what does not hold */
export function checkInvariants(simulation: Simulation) {
  for (const request of simulation.requests) checkRequest(simulation, request)
  const busy = simulation.replicas.filter(({ underWay }) => underWay > 0)
  hold(busy.length === 0, `at rest, ${busy.length} replicas have calls under way`)
  const watches = 2 * Object.keys(simulation.manifest.classifiers).length
  const { pending } = simulation.clock
  hold(
    pending === watches,
    `at rest, ${pending} timers, not just the ${watches} of the DNS and the readiness`,
  )
}

function checkRequest(simulation: Simulation, request: SimulatedRequest) {
  const { rows, deadline, leavesAt, settledAt, outcomes } = request
  if (outcomes === undefined || settledAt === undefined) throw new Error('a request was never settled')
  hold(settledAt <= deadline + SWEEP_MS, `settled ${settledAt - deadline} ms after its deadline`)
  const isGone = leavesAt !== undefined && leavesAt <= settledAt
  const isPoisoned = rows.some(([first]) => first === POISON)
  for (const [i, [name, { classes }]] of Object.entries(simulation.manifest.classifiers).entries()) {
    const outcome = outcomes[i]
    switch (outcome?.kind) {
      case 'ok': {
        hold(!isPoisoned, 'a poisoned row got an answer')
        const { data, at: start } = outcome.value
        hold(outcome.value.rows === rows.length, `${outcome.value.rows} rows for ${rows.length}`)
        rows.forEach((row, n) => {
          for (let k = 0; k < classes.length; k++) {
            const expected = stubAnswer(name, row, k)
            const found = data[start + n * classes.length + k]
            hold(
              Object.is(found, expected),
              `row ${n} has ${found}, expected ${expected}: another row's answer`,
            )
          }
        })
        break
      }
      case 'rejected':
        hold(isPoisoned, 'a good row was rejected with a bad one')
        break
      case 'late':
        hold(isGone || settledAt >= deadline, `late ${deadline - settledAt} ms before the deadline`)
        break
      case 'shed':
        break
      case 'unavailable':
      case 'malformed':
        hold(simulation.hadFaults, `${outcome.kind} without a fault`)
        break
      default:
        throw new Error('a classifier has no outcome')
    }
  }
}

function hold(condition: boolean, what: string) {
  if (!condition) throw new Error(what)
}
