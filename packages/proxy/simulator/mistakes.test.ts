import { expect, test } from 'bun:test'
import { mistakes } from './mistakes/mistakes.ts'
import { runScenario } from './scenario.ts'
import { isWhole } from './test-extent.ts'

const MAX_SEEDS = 1000
const TIMEOUT_MS = 120_000

/** The first seed that fails, and the invariant it breaks. */
function findings(policies: Parameters<typeof runScenario>[1]): string | undefined {
  for (let seed = 0; seed < MAX_SEEDS; seed++) {
    try {
      runScenario(seed, policies)
    } catch (error) {
      return error instanceof Error ? error.message : String(error)
    }
  }
  return undefined
}

test.skipIf(!isWhole).each(mistakes.map(({ what, policies }) => [what, policies] as const))(
  'the simulator finds: %s',
  (_, policies) => {
    expect(findings(policies)).toMatch(/^seed \d+ \(\w+\): /)
  },
  TIMEOUT_MS,
)
