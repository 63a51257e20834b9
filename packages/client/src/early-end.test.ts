import { describe, expect, test } from 'bun:test'
import { getEventListeners } from 'node:events'
import { StandIn } from '../test/stand-in.ts'
import { EarlyEnd } from './early-end.ts'
import { createClient } from './index.ts'

describe('an early end', () => {
  test('is that of the caller, also of one who had left before', () => {
    const leaving = new AbortController()
    const end = new EarlyEnd(60_000, leaving.signal)
    expect([end.cause, end.signal.aborted]).toEqual([undefined, false])
    leaving.abort()
    expect([end.cause, end.signal.aborted]).toEqual(['aborted', true])
    expect(new EarlyEnd(60_000, leaving.signal).cause).toBe('aborted')
  })

  test('is that of the time', async () => {
    const end = new EarlyEnd(1, undefined)
    await new Promise((resolve) => end.signal.addEventListener('abort', resolve))
    expect(end.cause).toBe('timeout')
  })

  test('does not come any more when it is released', async () => {
    const leaving = new AbortController()
    const end = new EarlyEnd(60_000, leaving.signal)
    end.release()
    leaving.abort()
    expect(end.cause).toBeUndefined()
    const first = new EarlyEnd(1, undefined)
    first.release()
    const later = new EarlyEnd(5, undefined)
    await new Promise((resolve) => later.signal.addEventListener('abort', resolve))
    expect([first.cause, later.cause]).toEqual([undefined, 'timeout'])
  })
})

test('calls leave nothing behind on a signal that lives long', async () => {
  const { signal } = new AbortController()
  const events = 'event: label\ndata: {}\n\nevent: done\ndata: {}\n\n'
  await using server = new StandIn(
    () => Response.json({ health: 'ok' }),
    () => new Response(events, { headers: { 'content-type': 'text/event-stream' } }),
  )
  const client = createClient(server.url)
  await client.health.get({ signal })
  const { data: stream } = await client.predict.stream.post({ data: [[1]] }, { signal })
  expect(getEventListeners(signal, 'abort')).toHaveLength(1)
  for await (const _ of stream ?? []) {
    // Only its end counts here.
  }
  expect(getEventListeners(signal, 'abort')).toHaveLength(0)
})
