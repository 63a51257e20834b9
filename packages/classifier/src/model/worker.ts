import type { WorkerAnswer, WorkerRequest } from './inference-thread.ts'
import { loadModel } from './session.ts'

/** One session in a thread of its own: a long inference blocks this event loop, not the server's. */
declare const self: Worker

const loaded = new Promise<Awaited<ReturnType<typeof loadModel>>>((resolve, reject) => {
  self.onmessage = async ({ data }: MessageEvent<WorkerRequest>) => {
    // Ends this thread alone.
    if (data.kind === 'stop') process.exit(0)
    if (data.kind === 'load') {
      loadModel(data.path, data.shape).then(resolve, reject)
      await settle(data.id, async () => {
        await loaded
        return new Float32Array()
      })
      return
    }
    await settle(data.id, async () => (await loaded).predict(data.rows))
  }
})

async function settle(id: number, run: () => Promise<Float32Array>) {
  let answer: WorkerAnswer
  try {
    answer = { id, numbers: await run() }
  } catch (error) {
    answer = { id, error: error instanceof Error ? error.message : String(error) }
  }
  self.postMessage(answer)
}
