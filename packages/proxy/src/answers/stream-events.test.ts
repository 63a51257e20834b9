import { expect, test } from 'bun:test'
import { classifierNames } from '@sepal/ensemble'
import { garden } from '../../test/garden.ts'
import type { SettledOutcome } from '../batching/as-settled.ts'
import { streamEventsOf } from './stream-events.ts'

const names = classifierNames(garden)
const STARTED_AT = 1000

/** Batchers that land in their order, ms after the request came, each as sure as this. */
async function* asSettled(sureness: readonly number[]): AsyncGenerator<SettledOutcome> {
  for (const [batcher, proba] of sureness.entries()) {
    const data = Float32Array.of(proba, 1 - proba)
    const outcome = { kind: 'ok', value: { data, at: 0, rows: 1, width: 2 } } as const
    yield { batcher, outcome, at: STARTED_AT + batcher + 0.5 }
  }
}

async function told(sureness: readonly number[], until?: number) {
  const now = () => STARTED_AT + 100
  const events = streamEventsOf(garden, 1)(asSettled(sureness), { startedAt: STARTED_AT, now, until })
  return await Array.fromAsync(events)
}

test('a time is that of the outcome, however late somebody reads of it', async () => {
  const times = (await told([0.25, 0.5])).map(({ event, data }) => [
    event,
    'ms' in data ? data.ms : undefined,
  ])
  expect(times).toEqual([
    ['prediction', 0.5],
    ['prediction', 1.5],
    ['label', undefined],
    ['done', 100],
  ])
})

test.each([
  [undefined, 3],
  [0.75, 3],
  [0.5, 2],
  [0.25, 1],
])('with until %p, %i are waited for: that much is enough', async (until, waitedFor) => {
  const events = await told([0.25, 0.5, 0.625], until)
  expect(events.filter(({ event }) => event === 'prediction')).toHaveLength(waitedFor)
  const label = events.find(({ event }) => event === 'label')
  expect(label?.data).toMatchObject({ missing: names.slice(waitedFor) })
})
