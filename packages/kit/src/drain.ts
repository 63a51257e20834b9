import { Elysia } from 'elysia'

/** Whether a server is about to stop: it says so when asked whether it is ready, and asks its callers to go. */
export class Drain {
  #isDraining = false

  get isDraining(): boolean {
    return this.#isDraining
  }

  begin() {
    this.#isDraining = true
  }
}

/**
 * While a server drains, every answer closes its connection: a caller that keeps one open would send the next request
 * into a server that is gone.
 */
export function closeWhileDraining(drain: Drain) {
  return new Elysia({ name: 'close-while-draining', seed: drain }).onRequest(({ set }) => {
    if (drain.isDraining) set.headers.connection = 'close'
  })
}
