import type { Random } from '../core/random.ts'

/** System randomness. It picks replicas, so it need not be cryptographic. */
export const systemRandom: Random = { below: (limit) => Math.floor(Math.random() * limit) }
