import { loadModel } from '../src/model/load-model.ts'
import { startWorkerPool } from '../src/model/worker-pool.ts'
import { plainSignature, rowsOf } from './rows.ts'

/** A process that starts a pool, asks it and releases it: it ends by itself only if the threads do. */
const [inlinePath = '', path = ''] = process.argv.slice(2)
const shape = plainSignature(4, 2)
const inline = await loadModel(inlinePath, shape)
try {
  const pool = await startWorkerPool(path, shape, { inline, threads: 2 })
  console.log((await pool.predict(rowsOf(5.1, 3.5, 1.4, 0.2, 1, 2, 3, 4))).numbers.length)
  await pool.release()
} catch (error) {
  console.log(error)
}
