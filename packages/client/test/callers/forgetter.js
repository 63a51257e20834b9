// Opens a stream and forgets it. Whoever runs this waits for the end of the process.
import { createClient } from '@sepal/client'

export async function run(address) {
  const sepal = createClient(address, { timeoutMs: 2 ** 31 - 1 })
  const { error } = await sepal.predict.stream.post({ data: [[5.1, 3.5, 1.4, 0.2]] })
  return { code: error?.code ?? null }
}
