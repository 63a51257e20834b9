import { Elysia } from 'elysia'
import type { Drain } from './drain.ts'

/**
 * While a server drains, every answer closes its connection: a caller that keeps one open would send the next request
 * into a server that is gone.
 */
export function closeWhileDraining(drain: Drain) {
  return new Elysia({ name: 'close-while-draining', seed: drain }).onRequest(({ set }) => {
    if (drain.isDraining) set.headers.connection = 'close'
  })
}
