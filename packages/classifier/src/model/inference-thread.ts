import type { Plan } from './plan.ts'
import type { Prediction, Rows } from './rows.ts'
import type { Signature } from './signature.ts'

/** What a thread needs to load the same model. */
export type ThreadModel = { path: string; signature: Signature; plan: Plan }

/** What goes to the thread, and what comes back with the same number. */
export type WorkerRequest =
  | ({ kind: 'load'; id: number } & ThreadModel)
  | { kind: 'predict'; id: number; rows: Rows }
  | { kind: 'stop' }
export type WorkerAnswer = { id: number; prediction: Prediction } | { id: number; error: string }

/** A thread with a session, and what waits for its answer. */
export class InferenceThread {
  readonly #worker: Worker
  readonly #waiting = new Map<number, PromiseWithResolvers<Prediction>>()
  #count = 0
  /** why it answers nothing any more */
  #ended: Error | undefined
  /** Resolves once its model is loaded; what is asked before waits for that. */
  readonly loaded: Promise<Prediction>
  /** Resolves once the thread is gone. */
  readonly #gone = Promise.withResolvers<void>()

  constructor(worker: Worker, model: ThreadModel) {
    this.#worker = worker
    worker.onmessage = ({ data }: MessageEvent<WorkerAnswer>) => {
      const waiting = this.#waiting.get(data.id)
      this.#waiting.delete(data.id)
      if ('error' in data) waiting?.reject(new Error(data.error))
      else waiting?.resolve(data.prediction)
    }
    worker.onerror = ({ message }) => this.#end(new Error(`an inference thread failed: ${message}`))
    // One that exits says so here alone: without this, what it was asked would wait for ever.
    worker.addEventListener('close', () => {
      this.#gone.resolve()
      this.#end(new Error('an inference thread ended'))
    })
    this.loaded = this.#ask((id) => ({ kind: 'load', id, ...model }))
    // One that cannot load its model is of no use, and whoever asks it is told why.
    this.loaded.catch((error) => this.#end(error))
  }

  get hasEnded(): boolean {
    return this.#ended !== undefined
  }

  predict(rows: Rows): Promise<Prediction> {
    return this.#ask((id) => ({ kind: 'predict', id, rows }))
  }

  /** What it is asked fails at once. Resolves when it is gone, after the inference that it is at. */
  stop(): Promise<void> {
    this.#end(new Error('the inference thread is stopped'))
    return this.#gone.promise
  }

  #ask(request: (id: number) => WorkerRequest): Promise<Prediction> {
    if (this.#ended) return Promise.reject(this.#ended)
    this.#count += 1
    const answer = Promise.withResolvers<Prediction>()
    this.#waiting.set(this.#count, answer)
    this.#worker.postMessage(request(this.#count))
    return answer.promise
  }

  #end(reason: Error) {
    if (this.#ended) return
    this.#ended = reason
    // Not terminated: a thread that is stopped within an inference takes the whole process with it.
    const stop: WorkerRequest = { kind: 'stop' }
    this.#worker.postMessage(stop)
    for (const waiting of this.#waiting.values()) waiting.reject(reason)
    this.#waiting.clear()
  }
}
