import type { Random } from '../core/random.ts'

/** Real randomness; it chooses replicas, so it need not be secret. */
export const systemRandom: Random = { below: (limit) => Math.floor(Math.random() * limit) }
