import { describe, expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import type { StreamEvent } from '../src/answers/stream-schema.ts'
import { FakeGarden, gardener } from './fake-garden.ts'
import { type Answer, NOBODY, never } from './faulty-classifier.ts'
import { garden, gardenRow } from './garden.ts'

type Event = StreamEvent<typeof garden>
const names = Object.keys(garden.classifiers)
const sample = { data: [gardenRow] }

const apiOf = (fakes: FakeGarden) => treaty(fakes.proxy.proxy, { parseDate: false })
type Streamed = Awaited<ReturnType<ReturnType<typeof apiOf>['predict']['stream']['post']>>['data']
checkTypes<[Expect<Equal<NonNullable<Streamed>, AsyncGenerator<Event, void, unknown>>>]>()

/** Sends a plain HTTP request; the test reads the body. */
const ask = (fakes: FakeGarden, { accept = '*/*', query = '', signal }: Asking = {}) =>
  fakes.proxy.fetch(`/predict/stream${query}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', accept },
    body: JSON.stringify(sample),
    ...(signal && { signal }),
  })
type Asking = { accept?: string; query?: string; signal?: AbortSignal }

const NDJSON = 'application/x-ndjson'
async function lines(response: Response): Promise<Event[]> {
  return (await response.text())
    .trimEnd()
    .split('\n')
    .map((line): Event => JSON.parse(line))
}

/** An answer held back until the test releases it. */
function held(answer: Answer): { answer: Answer; letGo: () => void } {
  const gate = Promise.withResolvers<void>()
  return {
    letGo: gate.resolve,
    answer: async (received) => {
      if (received.path === '/predict') await gate.promise
      return answer(received)
    },
  }
}

describe('/predict/stream', () => {
  test('a stream has one event for each classifier, then the label, then the end', async () => {
    await using fakes = await FakeGarden.start()
    const events = await lines(await ask(fakes, { accept: NDJSON }))
    expect(events.map(({ event }) => event)).toEqual([
      ...names.map(() => 'prediction' as const),
      'label',
      'done',
    ])
    const told = events.flatMap(({ event, data }) => (event === 'prediction' ? [data.classifier] : []))
    expect<string[]>(told.sort()).toEqual(names.toSorted())
    const { data: label } = await apiOf(fakes).predict.label.post(sample, { query: { partial: true } })
    expect<unknown>(events.at(-2)).toEqual({ event: 'label', data: label })
  })

  test('a stream is server-sent events unless the client asks for NDJSON', async () => {
    await using fakes = await FakeGarden.start()
    const response = await ask(fakes, { accept: 'text/event-stream' })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    expect(response.headers.get('cache-control')).toBe('no-store')
    const blocks = (await response.text()).split('\n\n')
    expect(blocks.pop()).toBe('')
    for (const block of blocks) expect(block).toMatch(/^event: (prediction|label|done)\ndata: \{.*\}$/)
  })

  test('a stream sends one prediction while another is still pending', async () => {
    const lily = held(gardener('lily'))
    await using fakes = await FakeGarden.start({ lily: lily.answer })
    const { data: events } = await apiOf(fakes).predict.stream.post(sample)
    const seen: string[] = []
    for await (const { event, data } of events ?? []) {
      seen.push('classifier' in data ? data.classifier : event)
      if (seen.length === names.length - 1) lily.letGo()
    }
    expect(seen.slice(-3)).toEqual(['lily', 'label', 'done'])
  })

  test('a stream reports the classifiers that fail, and its label names them as missing', async () => {
    await using fakes = await FakeGarden.start(
      { lily: never, moss2: () => new Response('', { status: 500 }) },
      { elsewhere: { rose: NOBODY } },
    )
    const response = await ask(fakes, { accept: NDJSON })
    await fakes.passDeadline(['lily'])
    const events = await lines(response)
    const failed = events.flatMap(({ event, data }) =>
      event === 'error' ? [[data.classifier, data.error.code]] : [],
    )
    expect(failed.sort()).toEqual([
      ['lily', 'deadline-exceeded'],
      ['moss2', 'bad-classifier-answer'],
      ['rose', 'classifier-unavailable'],
    ])
    const label = events.find(({ event }) => event === 'label')
    expect(label?.data).toMatchObject({ complete: false, missing: ['rose', 'lily', 'moss2'] })
  })

  test('a stream has no label when too few classifiers answered', async () => {
    await using fakes = await FakeGarden.start(
      { lily: () => new Response('', { status: 500 }) },
      { partial: { isDefault: false, quorum: 5 } },
    )
    const events = await lines(await ask(fakes, { accept: NDJSON }))
    expect(events.map(({ event }) => event)).not.toContain('label')
    expect(events.at(-1)?.event).toBe('done')
  })
})

describe('/predict/stream?until=', () => {
  test('a stream ends as soon as one classifier is sure enough', async () => {
    const lily = held(gardener('lily'))
    await using fakes = await FakeGarden.start({ lily: lily.answer })
    const events = await lines(await ask(fakes, { accept: NDJSON, query: '?until=0' }))
    expect(events.map(({ event }) => event)).toEqual(['prediction', 'label', 'done'])
    const first = events.flatMap(({ event, data }) => (event === 'prediction' ? [data.classifier] : []))
    expect(events[1]?.data).toMatchObject({
      complete: false,
      missing: names.filter((name) => name !== first[0]),
    })
    lily.letGo()
  })

  test('a stream that ends early cancels the calls under way', async () => {
    const aborted = Promise.withResolvers<string>()
    const lily = held(gardener('lily'))
    await using fakes = await FakeGarden.start({ lily: lily.answer }, { onAbort: aborted.resolve })
    await lines(await ask(fakes, { accept: NDJSON, query: '?until=0' }))
    expect(await aborted.promise).toBe('lily')
  })

  test('a stream waits for every classifier when none is sure enough', async () => {
    await using fakes = await FakeGarden.start()
    const events = await lines(await ask(fakes, { accept: NDJSON, query: '?until=1' }))
    expect(events).toHaveLength(names.length + 2)
  })

  test.each(['?until=2', '?until=-0.1', '?until=soon'])('a stream refuses the query %s', async (query) => {
    await using fakes = await FakeGarden.start()
    const response = await ask(fakes, { query })
    expect(response.status).toBe(422)
    expect(JSON.parse(await response.text()).detail).toMatch(/^until is .*, expected a number from 0 to 1$/)
  })
})

describe('a caller that disconnects', () => {
  test('a caller that leaves a stream cancels the calls under way', async () => {
    const aborted = Promise.withResolvers<string>()
    const lily = held(gardener('lily'))
    await using fakes = await FakeGarden.start(
      { lily: lily.answer },
      { onAbort: (name) => aborted.resolve(name) },
    )
    const leaving = new AbortController()
    const response = await ask(fakes, { signal: leaving.signal })
    const reader = response.body?.getReader()
    await reader?.read()
    leaving.abort()
    expect(await aborted.promise).toBe('lily')
  })
})
