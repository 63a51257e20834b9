import { Elysia } from 'elysia'
import type { Drain } from './drain.ts'

/**
 * While a server drains, every response closes its connection, so that callers do not reuse it for a server that is
 * gone.
 */
export function closeWhileDraining(drain: Drain) {
  return new Elysia({ name: 'close-while-draining', seed: drain }).onRequest(({ set }) => {
    if (!drain.isDraining) return
    drain.noteRequest()
    set.headers.connection = 'close'
  })
}
