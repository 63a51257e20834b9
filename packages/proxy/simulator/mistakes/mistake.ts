import type { Policies } from '../../src/upstream/composition.ts'

/** A known mistake, made on purpose. */
export type Mistake = { what: string; policies: Policies }
