import { InferenceThread } from './inference-thread.ts'
import type { LoadedModel } from './load-model.ts'
import type { Model } from './model.ts'
import { joinPredictions, type Rows } from './rows.ts'
import { type Signature, widthOf } from './signature.ts'

/** How long the threads may go on with what they are at when the pool is released, ms. */
const RELEASE_MS = 2_000

/** Starts the thread of a session. Its file is named without extension: what is `.ts` here is `.js` in a bundle. */
export type StartThread = () => Worker
const startThread: StartThread = () => new Worker(new URL('./worker', import.meta.url))

/**
 * The same model in threads of their own, one session each. The rows of one call are shared out over the threads:
 * rows do not depend on each other, so the answer is the same bit for bit. A thread that dies fails the call that it
 * was at; the next call has a new one in its place.
 */
export async function startWorkerPool(
  path: string,
  signature: Signature,
  { inline, threads, start = startThread }: { inline: LoadedModel; threads: number; start?: StartThread },
): Promise<Model> {
  const { plan, ...description } = inline
  const features = signature.columns.length
  const width = widthOf(signature.answer)
  const open = () => new InferenceThread(start(), { path, signature, plan })
  const pool = Array.from({ length: threads }, open)
  let isReleased = false
  const stop = () => {
    isReleased = true
    return Promise.all(pool.map((thread) => thread.stop()))
  }
  try {
    await Promise.all(pool.map((thread) => thread.loaded))
  } catch (error) {
    stop()
    throw error
  }
  await inline.release()
  return {
    ...description,
    predict: async ({ numbers, texts }: Rows) => {
      const count = numbers.length / features
      const share = Math.ceil(count / threads)
      for (const [i, thread] of pool.entries()) if (thread.hasEnded && !isReleased) pool[i] = open()
      const parts = pool.slice(0, Math.ceil(count / share)).map((thread, i) => {
        const from = i * share * features
        return thread.predict({ numbers: numbers.slice(from, from + share * features), texts })
      })
      return joinPredictions(await Promise.all(parts), width)
    },
    release: async () => {
      const tooLong = new Promise((resolve) => setTimeout(resolve, RELEASE_MS).unref())
      await Promise.race([stop(), tooLong])
    },
  }
}
