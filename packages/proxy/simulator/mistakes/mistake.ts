import type { Policies } from '../../src/upstream/composition.ts'

/** A mistake that others have made, made on purpose. */
export type Mistake = { what: string; policies: Policies }
