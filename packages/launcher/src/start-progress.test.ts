import { expect, test } from 'bun:test'
import { missing, sayWhatIsMissing } from './start-progress.ts'

type Stage = 'starting' | 'listening' | 'ready'

const child = (name: string, stage: Stage, port = 0) => ({
  label: name,
  stage,
  port,
  spec: { name, replica: 1, command: [], host: '127.0.0.1', port, env: {} },
})

const proxyThatSays = (detail: string) =>
  Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () => Response.json({ status: 503, code: 'not-ready', detail }, { status: 503 }),
  })

test('a classifier that does not listen yet is named', async () => {
  expect(await missing([child('rose', 'starting'), child('tulip', 'ready')])).toEqual(['rose: starting'])
})

test('a proxy that listens is asked for the reason, and equal reasons are given once', async () => {
  using server = proxyThatSays('rose: connection refused')
  const proxy = child('proxy', 'listening', server.port)
  expect(await missing([child('rose', 'ready'), proxy, proxy])).toEqual(['rose: connection refused'])
})

test('a proxy that does not answer is named', async () => {
  const server = proxyThatSays('')
  const { port } = server
  await server.stop(true)
  expect(await missing([child('proxy', 'listening', port)])).toEqual([
    expect.stringMatching(/^proxy: does not answer on \/health\/ready/),
  ])
})

test('a start that takes long is explained after 4 s and every 15 s, until it ends', async () => {
  const lines: string[] = []
  const pauses: number[] = []
  const ended = new AbortController()
  await sayWhatIsMissing(
    { children: [child('rose', 'starting')] },
    {
      say: (line) => lines.push(line),
      signal: ended.signal,
      pause: async (ms) => {
        pauses.push(ms)
        if (pauses.length === 3) ended.abort()
      },
    },
  )
  expect(pauses).toEqual([4000, 15_000, 15_000])
  expect(lines).toEqual([
    'not ready after 4 s, waiting for rose: starting',
    'not ready after 19 s, waiting for rose: starting',
  ])
})
