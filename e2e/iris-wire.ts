import { fileURLToPath } from 'node:url'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import iris from '../models/ensemble.json' with { type: 'json' }

const row = [5.1, 3.5, 1.4, 0.2]
const rows = [row, [6.7, 3.1, 5.6, 2.4], [5.5, 2.6, 4.4, 1.2], [0, 0, 0, 0], [-1e3, 3.4e38, 7, 1e-40]]
const json = { 'content-type': 'application/json' }
const post = (path: string, body: unknown, headers: Record<string, string> = json) => ({
  call: `POST ${path}`,
  body: typeof body === 'string' ? body : JSON.stringify(body),
  headers,
})

/**
 * Requests that a caller of version 0.1 sends, valid and invalid, except those that are refused differently, or at all,
 * on purpose.
 */
const requests: { call: string; body?: string; headers?: Record<string, string> }[] = [
  ...['/health', '/metadata', '/models', '/predict/get/test', '/predict/post/test'].map((path) => ({
    call: `GET ${path}`,
  })),
  ...['', '?partial=true', '?partial=false'].flatMap((query) => [
    post(`/predict${query}`, { data: [row] }),
    post(`/predict/label${query}`, { data: [row] }),
    post(`/predict/batch${query}`, { data: rows }),
    post(`/predict/label/batch${query}`, { data: rows }),
  ]),
  ...['/predict', '/predict/label', '/predict/batch', '/predict/label/batch', '/predict/stream'].flatMap(
    (path) => [
      post(path, { data: [] }),
      post(path, { data: [row.slice(1)] }),
      post(path, { data: [[...row, 1]] }),
      post(path, { data: [[5.1, 3.5, 1.4, '0.2']] }),
      post(path, { data: [[5.1, 3.5, 1.4, null]] }),
      post(path, { data: [[5.1, 3.5, 1.4, 1e39]] }),
      post(path, { data: [row], more: 1 }),
      post(path, {}),
      post(path, []),
      post(path, '{'),
      post(path, { data: [row] }, { 'content-type': 'text/plain' }),
    ],
  ),
  post('/predict', { data: rows }),
  post('/predict/label', { data: rows }),
  post('/predict?partial=maybe', { data: [row] }),
  post('/predict/value', { data: [row] }),
  post('/predict', { data: [row] }, { ...json, 'x-request-timeout-ms': 'soon' }),
  post('/predict/stream', { data: [row] }),
  post('/predict/stream', { data: [row] }, { ...json, accept: 'application/x-ndjson' }),
  post('/predict/stream?until=2', { data: [row] }),
]

/** The answer to each, without what differs between runs: times, and the order in which models answer. */
export async function irisWire(): Promise<unknown[]> {
  await using ensemble = await RunningEnsemble.start(
    iris,
    fileURLToPath(new URL('../models', import.meta.url)),
  )
  const answers: unknown[] = []
  for (const { call, body, headers = {} } of requests) {
    const [method = '', path = ''] = call.split(' ')
    const response = await ensemble.proxy.fetch(path, {
      method,
      headers: { 'x-request-id': 'order-17', ...headers },
      ...(body !== undefined && { body }),
    })
    const type = response.headers.get('content-type')
    const text = (await response.text()).replace(/"ms":[\d.]+/g, '"ms":0')
    const isStream = path.startsWith('/predict/stream') && response.ok
    const answer = isStream ? text.split(/(?<=\n)(?=event: |\{)/).sort() : text
    answers.push({
      call,
      ...(body !== undefined && { body }),
      headers,
      status: response.status,
      type,
      answer,
    })
  }
  return answers
}
