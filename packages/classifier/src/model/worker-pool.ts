import { joined } from '../rows.ts'
import type { Model, Shape } from './model.ts'

export type WorkerRequest =
  | { kind: 'load'; id: number; path: string; shape: Shape }
  | { kind: 'predict'; id: number; rows: Float32Array }
export type WorkerAnswer = { id: number; numbers: Float32Array } | { id: number; error: string }

/** A thread with a session, and what waits for its answer. */
class InferenceThread {
  /** Without its extension: what is `.ts` here is `.js` in a bundle. */
  readonly #worker = new Worker(new URL('./worker', import.meta.url))
  readonly #waiting = new Map<number, PromiseWithResolvers<Float32Array>>()
  #count = 0
  /** why it answers nothing any more */
  #ended: Error | undefined

  constructor() {
    this.#worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      const waiting = this.#waiting.get(data.id)
      this.#waiting.delete(data.id)
      if ('error' in data) waiting?.reject(new Error(data.error))
      else waiting?.resolve(data.numbers)
    }
    this.#worker.onerror = ({ message }) => this.#end(new Error(`an inference thread failed: ${message}`))
  }

  load(path: string, shape: Shape): Promise<Float32Array> {
    return this.#ask((id) => ({ kind: 'load', id, path, shape }))
  }

  predict(rows: Float32Array): Promise<Float32Array> {
    return this.#ask((id) => ({ kind: 'predict', id, rows }))
  }

  stop() {
    this.#worker.terminate()
    this.#end(new Error('the inference thread is stopped'))
  }

  #ask(request: (id: number) => WorkerRequest): Promise<Float32Array> {
    if (this.#ended) return Promise.reject(this.#ended)
    this.#count += 1
    const answer = Promise.withResolvers<Float32Array>()
    this.#waiting.set(this.#count, answer)
    this.#worker.postMessage(request(this.#count))
    return answer.promise
  }

  #end(reason: Error) {
    this.#ended ??= reason
    for (const waiting of this.#waiting.values()) waiting.reject(reason)
    this.#waiting.clear()
  }
}

/**
 * The same model in threads of their own, one session each. The rows of one call are shared out over the threads:
 * rows do not depend on each other, so the answer is the same bit for bit.
 */
export async function startWorkerPool(
  path: string,
  shape: Shape,
  { inline, threads }: { inline: Model; threads: number },
): Promise<Model> {
  const pool = Array.from({ length: threads }, () => new InferenceThread())
  const stop = () => {
    for (const thread of pool) thread.stop()
  }
  try {
    await Promise.all(pool.map((thread) => thread.load(path, shape)))
  } catch (error) {
    stop()
    throw error
  }
  const { file, sha256, input, output } = inline
  await inline.release()
  return {
    file,
    sha256,
    input,
    output,
    predict: async (rows) => {
      const count = rows.length / shape.features
      const share = Math.ceil(count / threads)
      const parts = pool.slice(0, Math.ceil(count / share)).map((thread, i) => {
        const start = i * share * shape.features
        return thread.predict(rows.slice(start, start + share * shape.features))
      })
      return joined(await Promise.all(parts))
    },
    release: async () => stop(),
  }
}
