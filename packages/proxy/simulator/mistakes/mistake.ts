import type { Policies } from '../../src/upstream/policies.ts'

/** A mistake that others have made, made on purpose. */
export type Mistake = { what: string; policies: Policies }
