import { Elysia } from 'elysia'
import type { Intake } from './intake/intake.ts'

/** Gives back the memory of each request once it is answered. */
export function releaseBodies(intake: Intake) {
  return new Elysia({ name: 'release-bodies', seed: intake }).onAfterResponse(
    { as: 'global' },
    // In braces: Elysia waits for what a function may return.
    ({ request }) => {
      intake.release(request)
    },
  )
}
