import type { Families } from '../metrics/family.ts'
import type { MemoryBudget } from './memory-budget.ts'

/** Adds how much memory the requests under way take, and may take. */
export function intakeFigures(metrics: Families, budget: MemoryBudget) {
  metrics.gauge({
    name: 'sepal_request_memory_bytes',
    help: 'Memory that the requests under way may take, estimated from above',
    labels: [],
    samples: () => [{ labels: {}, value: budget.heldBytes }],
  })
  metrics.gauge({
    name: 'sepal_request_memory_limit_bytes',
    help: 'How much that may be before requests are refused with overloaded',
    labels: [],
    samples: () => [{ labels: {}, value: budget.bytes }],
  })
}
