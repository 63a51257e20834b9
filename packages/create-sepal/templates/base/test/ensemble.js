import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createClient } from '@sepal/client'
import { startEnsemble } from 'sepal/testing'
import ensemble from '../ensemble.json' with { type: 'json' }

// The whole ensemble, on free ports.
const running = await startEnsemble()
after(() => running.stop())

const sepal = createClient(running.url, { ensemble })

test('every model answers the sample', async () => {
  const { data, error } = await sepal.predict.post({ rows: [ensemble.sample] })
  if (error) throw error
  assert.deepEqual(Object.keys(data).sort(), Object.keys(ensemble.classifiers).sort())
})
