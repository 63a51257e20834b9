import type { WorkerAnswer, WorkerRequest } from './inference-thread.ts'
import { type LoadedModel, loadModel } from './load-model.ts'
import { NONE_FAILED, type Prediction } from './rows.ts'

/** One session in a thread of its own: a long inference blocks this event loop, not the server's. */
declare const self: Worker

const loaded = new Promise<LoadedModel>((resolve, reject) => {
  self.onmessage = async ({ data }: MessageEvent<WorkerRequest>) => {
    // Ends this thread alone.
    if (data.kind === 'stop') process.exit(0)
    if (data.kind === 'load') {
      loadModel(data.path, data.signature, data.plan).then(resolve, reject)
      await settle(data.id, async () => {
        await loaded
        return { numbers: new Float32Array(), failed: NONE_FAILED }
      })
      return
    }
    await settle(data.id, async () => (await loaded).predict(data.rows))
  }
})

async function settle(id: number, run: () => Promise<Prediction>) {
  let answer: WorkerAnswer
  try {
    answer = { id, prediction: await run() }
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) }
  }
  self.postMessage(answer)
}
