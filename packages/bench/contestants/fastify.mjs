// What a Node team would write: Fastify with the same schemas, and an undici call for every classifier and request.
// Plain JavaScript, so that every Node runs it. It logs nothing.

import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fastify from 'fastify'
import { Pool } from 'undici'

const { MODEL_DIR = '', MAX_ROWS = '4096', MAX_BODY_BYTES = '1048576' } = process.env
/** Largest finite float32, as in the proxy's schema. */
const FLOAT32_MAX = 3.4028234663852886e38

const manifest = JSON.parse(await readFile(join(MODEL_DIR, 'ensemble.json'), 'utf8'))
const names = Object.keys(manifest.classifiers)
const pools = names.map((name) => {
  const address = process.env[`SERVICE_${name.toUpperCase().replaceAll('-', '_')}`]
  return new Pool(`http://${address}`)
})

const width = manifest.features.length
const rowsSchema = (maxItems) => ({
  type: 'object',
  required: ['data'],
  additionalProperties: false,
  properties: {
    data: {
      type: 'array',
      minItems: 1,
      maxItems,
      items: {
        type: 'array',
        minItems: width,
        maxItems: width,
        items: { type: 'number', minimum: -FLOAT32_MAX, maximum: FLOAT32_MAX },
      },
    },
  },
})
const numbers = { type: 'array', items: { type: 'number' } }
const answerSchema = (prediction) => ({
  type: 'object',
  properties: Object.fromEntries(names.map((name) => [name, { type: 'object', properties: { prediction } }])),
})

/** One classifier's `[N, K]` for the rows. */
async function predict(pool, body) {
  const response = await pool.request({
    method: 'POST',
    path: '/predict',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.body.json()
  if (response.statusCode !== 200) throw new Error(`a classifier answered ${response.statusCode}`)
  return answer.prediction
}

const app = fastify({ bodyLimit: Number(MAX_BODY_BYTES) })
app.post(
  '/predict',
  { schema: { body: rowsSchema(1), response: { 200: answerSchema(numbers) } } },
  async ({ body }) => {
    const answers = await Promise.all(pools.map((pool) => predict(pool, body)))
    return Object.fromEntries(names.map((name, i) => [name, { prediction: answers[i][0] }]))
  },
)
app.post(
  '/predict/batch',
  {
    schema: {
      body: rowsSchema(Number(MAX_ROWS)),
      response: { 200: answerSchema({ type: 'array', items: numbers }) },
    },
  },
  async ({ body }) => {
    const answers = await Promise.all(pools.map((pool) => predict(pool, body)))
    return Object.fromEntries(names.map((name, i) => [name, { prediction: answers[i] }]))
  },
)

process.on('disconnect', () => process.exit(0))
await app.listen({ host: '127.0.0.1', port: 0 })
process.send?.({ sepal: 'listening', port: app.server.address().port })
process.send?.({ sepal: 'ready' })
