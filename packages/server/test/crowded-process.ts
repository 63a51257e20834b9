import { Elysia } from 'elysia'
import { Drain } from '../src/drain.ts'
import { listen } from '../src/lifecycle.ts'
import { silentLog } from '../src/log.ts'

/** A server that writes its port when it listens, and its warnings. `MAX_CONNECTIONS` limits it. */
const { MAX_CONNECTIONS } = process.env
const port = listen(new Elysia().get('/', 'hello'), {
  host: '127.0.0.1',
  port: 0,
  drainMs: 1000,
  drainDelayMs: 0,
  ...(MAX_CONNECTIONS && { maxConnections: Number(MAX_CONNECTIONS) }),
  drain: new Drain(),
  log: { ...silentLog, warn: (_, message) => console.log(message) },
  release: async () => {},
})
console.log(port)
