import type { WorkerAnswer, WorkerRequest } from '../src/model/inference-thread.ts'

/** A thread that loads anything, and ends at its first inference. */
declare const self: Worker

self.onmessage = ({ data }: MessageEvent<WorkerRequest>) => {
  if (data.kind !== 'load') process.exit(0)
  const answer: WorkerAnswer = { id: data.id, prediction: { numbers: new Float32Array(), failed: [] } }
  self.postMessage(answer)
}
