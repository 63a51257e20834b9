import { expect, test } from 'bun:test'
import { GatedModel } from '../test/gated-model.ts'
import { RunningClassifier } from '../test/running-classifier.ts'

const rows = JSON.stringify({ data: [[5.1, 3.5, 1.4, 0.2]] })

test('GET /metrics tells what the model was asked, and what became of it', async () => {
  const model = new GatedModel()
  await using running = await RunningClassifier.start('setosa', { model, maxQueue: 1 })
  const first = running.post('/predict', rows)
  const inference = await model.next()
  expect((await running.post('/predict', rows)).status).toBe(503)
  const scrape = async () => (await (await running.fetch('/metrics')).text()).split('\n')
  expect(await scrape()).toContain('sepal_model_held_requests{classifier="setosa"} 1')
  inference.finish(Float32Array.of(1, 0))
  expect((await first).status).toBe(200)
  const lines = await scrape()
  for (const line of [
    'sepal_model_requests_total{classifier="setosa"} 2',
    'sepal_model_rows_total{classifier="setosa"} 2',
    'sepal_model_inferences_total{classifier="setosa"} 1',
    'sepal_model_outcomes_total{classifier="setosa",outcome="ok"} 1',
    'sepal_model_outcomes_total{classifier="setosa",outcome="shed"} 1',
    'sepal_model_held_requests{classifier="setosa"} 0',
    'sepal_model_inference_duration_seconds_count{classifier="setosa"} 1',
    'sepal_requests_total{method="POST",route="/predict",status="503"} 1',
  ]) {
    expect(lines).toContain(line)
  }
})
