import { cors } from '@elysiajs/cors'
import { CONTRACT_HEADER } from '@sepal/contract'
import { Elysia } from 'elysia'

/** How long browsers cache the preflight response, s; none caches it for more than two hours. */
const MAX_AGE_S = 7200

/** Lets web pages of these origins call the proxy. Without origins, requests pass through unchanged. */
export function crossOrigin(origins: readonly string[]) {
  const plugin = new Elysia({ name: 'cross-origin', seed: origins })
  if (origins.length === 0) return plugin
  return plugin.use(
    cors({
      origin: [...origins],
      methods: ['GET', 'POST'],
      allowedHeaders: ['content-type', 'authorization', 'x-api-key', 'x-request-id', 'x-request-timeout-ms'],
      exposeHeaders: ['x-request-id', 'retry-after', 'ratelimit', 'ratelimit-policy', CONTRACT_HEADER],
      credentials: false,
      maxAge: MAX_AGE_S,
    }),
  )
}
