import { BodyDeadline } from './body-deadline.ts'
import { Intake } from './intake.ts'
import { budgetFor, MemoryBudget, usableBytes } from './memory-budget.ts'
import { ResidentMemory } from './resident-memory.ts'

/** The options of `serverOptions` that say what is let in. */
type IntakeConfig = { BODY_TIMEOUT_MS: number; MEMORY_LIMIT_BYTES: number }

/** The intake of this process, once it has loaded what it needs. */
export function intakeOf({ BODY_TIMEOUT_MS, MEMORY_LIMIT_BYTES }: IntakeConfig): Intake {
  const limitBytes = MEMORY_LIMIT_BYTES || process.constrainedMemory()
  const budget = new MemoryBudget(
    budgetFor({ limitBytes, restingBytes: process.memoryUsage.rss() }),
    new ResidentMemory({ limitBytes: usableBytes(limitBytes) }),
  )
  return new Intake(budget, new BodyDeadline(BODY_TIMEOUT_MS))
}
