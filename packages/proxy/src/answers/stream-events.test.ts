import { describe, expect, test } from 'bun:test'
import { classifierNames, type Manifest } from '@sepal/ensemble'
import { garden } from '../../test/garden.ts'
import type { SettledOutcome } from '../batching/as-settled.ts'
import { streamEventsOf } from './stream-events.ts'

const names = classifierNames(garden)
const STARTED_AT = 1000

/** Batchers that settle in order, at these ms after the request came, each with this confidence. */
async function* asSettled(sureness: readonly number[]): AsyncGenerator<SettledOutcome> {
  for (const [batcher, proba] of sureness.entries()) {
    const data = Float32Array.of(proba, 1 - proba)
    const outcome = { kind: 'ok', value: { data, at: 0, rows: 1, width: 2 } } as const
    yield { batcher, outcome, at: STARTED_AT + batcher + 0.5 }
  }
}

type Told = { until?: number; leaveOneOut?: boolean; quorum?: number; manifest?: Manifest }

async function told(sureness: readonly number[], { manifest = garden, quorum = 1, ...said }: Told = {}) {
  const now = () => STARTED_AT + 100
  const options = { startedAt: STARTED_AT, now, until: said.until, leaveOneOut: said.leaveOneOut }
  const events = streamEventsOf(manifest, quorum)(asSettled(sureness), options)
  return await Array.fromAsync(events)
}

test('an event has the time of its outcome, however late it is read', async () => {
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
])('with until %p, the stream waits for %i classifiers', async (until, waitedFor) => {
  const events = await told([0.25, 0.5, 0.625], until === undefined ? {} : { until })
  expect(events.filter(({ event }) => event === 'prediction')).toHaveLength(waitedFor)
  const label = events.find(({ event }) => event === 'label')
  expect(label?.data).toMatchObject({ missing: names.slice(waitedFor) })
})

describe('leaveOneOut', () => {
  const [first = '', second = '', third = ''] = names
  const labelOf = async (sureness: readonly number[], options: Told) =>
    (await told(sureness, options)).find(({ event }) => event === 'label')?.data

  test('a label event has no such decisions by default', async () => {
    expect(await labelOf([0.25, 0.5, 0.75], {})).not.toHaveProperty('leaveOneOut')
  })

  test('the decision without each classifier uses the strategy of the manifest', async () => {
    const manifest = { ...garden, combine: { 'one-vs-rest-normalized': {} } }
    expect(await labelOf([0.25, 0.25, 0.75], { manifest, leaveOneOut: true })).toMatchObject({
      prediction: { label: third, proba: 0.6 },
      leaveOneOut: {
        [first]: { label: third, proba: 0.75 },
        [second]: { label: third, proba: 0.75 },
        [third]: { label: first, proba: 0.5 },
      },
    })
  })

  test('the decision is null where too few others answered, and absent for classifiers that did not answer', async () => {
    expect(await labelOf([0.25, 0.5], { leaveOneOut: true, quorum: 2 })).toMatchObject({
      missing: names.slice(2),
      leaveOneOut: { [first]: null, [second]: null },
    })
  })
})
