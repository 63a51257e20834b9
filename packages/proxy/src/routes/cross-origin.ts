import { cors } from '@elysiajs/cors'
import { Elysia } from 'elysia'

/** How long a browser need not ask again, s; none keeps an answer for longer than two hours. */
const MAX_AGE_S = 7200

/** Lets web pages of these origins call from a browser. Without any, nothing is added to a request's way. */
export function crossOrigin(origins: readonly string[]) {
  const plugin = new Elysia({ name: 'cross-origin', seed: origins })
  if (origins.length === 0) return plugin
  return plugin.use(
    cors({
      origin: [...origins],
      methods: ['GET', 'POST'],
      allowedHeaders: ['content-type', 'authorization', 'x-request-id', 'x-request-timeout-ms'],
      exposeHeaders: ['x-request-id', 'retry-after'],
      credentials: false,
      maxAge: MAX_AGE_S,
    }),
  )
}
