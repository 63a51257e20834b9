import '@sepal/server/production'
import { classifierDeps, RunningClassifier } from '@sepal/classifier/testing'
import { announce } from '@sepal/server/lifecycle'
import { createLog } from '@sepal/server/log'

// A classifier whose model takes CALL_MS longer for every call, however many rows it has: one on an accelerator is
// like that. Everything else of it is the real one.

const { MODE = '', MODEL_DIR = '', CALL_MS = '5' } = process.env
const { model, metadata } = await classifierDeps(MODE, { folder: MODEL_DIR })
const { port } = await RunningClassifier.start(MODE, {
  folder: MODEL_DIR,
  metadata,
  model: {
    ...model,
    predict: async (rows) => {
      await Bun.sleep(Number(CALL_MS))
      return model.predict(rows)
    },
  },
  log: await createLog({ name: MODE, level: 'info', format: 'json' }),
})
process.on('disconnect', () => process.exit(0))
announce({ sepal: 'listening', port })
announce({ sepal: 'ready' })
