import type { AnyElysia } from 'elysia'
import { Elysia } from 'elysia'

/** The same app with a bug in every handler. */
export function failingApp(app: AnyElysia) {
  return new Elysia()
    .onBeforeHandle(() => {
      throw new Error('a bug')
    })
    .use(app)
}
