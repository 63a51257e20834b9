// Leaves a stream after its first event and asks for something else, which a server may hold back until it has noticed.
import { createClient } from '@sepal/client'

export async function run(address) {
  const sepal = createClient(address, { retries: 0 })
  const { data: stream, error } = await sepal.predict.stream.post({ data: [[5.1, 3.5, 1.4, 0.2]] })
  if (error) throw error
  const seen = []
  for await (const { event } of stream) {
    seen.push(event)
    break
  }
  const { data: health } = await sepal.health.get({ timeoutMs: 10_000 })
  return { seen, health }
}
