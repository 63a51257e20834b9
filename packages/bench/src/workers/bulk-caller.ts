import { Value } from '@sinclair/typebox/value'
import { type BulkResult, BulkTask } from './bulk-task.ts'

// A caller that sends many rows per request, and the next request as soon as it has the answer; after a refusal, when
// `Retry-After` allows it.

const { url, body, rowsPerRequest, durationMs } = Value.Parse(BulkTask, await Bun.stdin.json())
const startedAt = performance.now()
let answered = 0
let errors = 0
while (performance.now() - startedAt < durationMs) {
  const headers = { 'content-type': 'application/json' }
  const response = await fetch(url, { method: 'POST', headers, body })
  await response.arrayBuffer()
  if (response.ok) {
    answered += 1
  } else {
    errors += 1
    await Bun.sleep(1000 * Number(response.headers.get('retry-after') ?? 0))
  }
}
const seconds = (performance.now() - startedAt) / 1000
const result: BulkResult = { rowsPerSecond: (answered * rowsPerRequest) / seconds, answered, errors }
console.log(JSON.stringify(result))
