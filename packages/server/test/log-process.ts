import { createLog, type LogFormat, type LogLevel } from '../src/log.ts'

/**
 * A process that logs: `bun log-process.ts FORMAT LEVEL`. It writes one line of each kind; then, once its standard
 * input has ended, a thousand more in pieces that are written out one by one.
 */
const [format = 'json', level = 'debug'] = process.argv.slice(2) as [LogFormat, LogLevel]
const log = await createLog({ name: 'rose', level, format })

log.debug({ n: 1 }, 'a debug line')
log.info({ text: 'two\nlines and "quotes"' }, 'an info line')
log.warn({ n: 3 }, 'a warning')
log.error({ err: new RangeError('too far') }, 'an error')
log.request({ requestId: 'order-17', method: 'GET', path: '/a"b\\c', status: 200, ms: 1.23456 })
log.request({
  requestId: 'order-18',
  method: 'POST',
  path: '/predict',
  status: 503,
  ms: 2,
  code: 'overloaded',
  detail: 'a "full"\nqueue',
  traceId: 'a'.repeat(32),
  spanId: 'b'.repeat(16),
})
log.request({ requestId: 'order-19', method: 'POST', path: '/predict', status: 500, ms: 3, code: 'internal' })
await log.flush()

await Bun.stdin.text()
for (let n = 0; n < 1000; n++) {
  log.info({ n }, 'one of many')
  if (n % 100 === 0) await log.flush()
}
await log.flush()
console.error('it goes on')
