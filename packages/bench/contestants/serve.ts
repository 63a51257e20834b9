import { announce, bind } from '@sepal/server'
import type { AnyElysia } from 'elysia'

/** Listens on any free port of this machine, reports it to the parent, and ends with the parent. */
export function serve(app: AnyElysia) {
  process.on('disconnect', () => process.exit(0))
  announce({ sepal: 'listening', port: bind(app, { host: '127.0.0.1', port: 0 }) })
  announce({ sepal: 'ready' })
}
