import { Elysia } from 'elysia'
import { Drain } from '../src/drain.ts'
import { listen } from '../src/lifecycle.ts'
import { silentLog } from '../src/log.ts'

/** A server whose log is never read to the end. It writes its port when it listens. */
const write = () => new Promise<void>((resolve) => setTimeout(resolve, 2 ** 31 - 1))
const port = listen(new Elysia().get('/', 'hello'), {
  host: '127.0.0.1',
  port: 0,
  drainMs: 1000,
  drainDelayMs: 0,
  drain: new Drain(),
  log: { ...silentLog, flush: write },
  release: async () => {},
})
console.log(port)
