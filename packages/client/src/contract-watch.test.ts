import { describe, expect, test } from 'bun:test'
import { contractOf, type Ensemble, fingerprintOf } from '@sepal/contract'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import shop from '../test/shop.json' with { type: 'json' }
import { StandIn } from '../test/stand-in.ts'
import { type Client, createClient } from './index.ts'

const row = { age: 44, plan: 'pro', member: true } as const

/** A proxy that serves an ensemble and answers whatever is asked. */
const serving = (ensemble: Ensemble, answers: () => Response = () => Response.json({ prediction: 'x' })) =>
  new StandIn((request) => {
    const fingerprint = fingerprintOf(ensemble)
    const isContract = new URL(request.url).pathname === '/contract'
    const answer = isContract ? Response.json({ fingerprint, contract: contractOf(ensemble) }) : answers()
    answer.headers.set('sepal-contract', fingerprint)
    return answer
  })

const further = { ...shop.classifiers, later: { model: 'l.onnx', port: 1, value: {} } }
const { tree: _, ...withoutTree } = shop.classifiers

test('the value of an ensemble gives a client its types', async () => {
  const client = createClient('http://127.0.0.1:1', { ensemble: shop })
  checkTypes<[Expect<Equal<typeof client, Client<typeof shop>>>]>()
})

describe('a proxy that serves', () => {
  test('the same ensemble is not asked for its contract', async () => {
    await using proxy = serving(shop)
    const { error } = await createClient(proxy.url, { ensemble: shop }).predict.post({ rows: [row] })
    expect(error).toBeNull()
    expect(proxy.received).toHaveLength(1)
  })

  test('more than the client knows is asked once, and is no error', async () => {
    await using proxy = serving({ ...shop, classifiers: further })
    const client = createClient(proxy.url, { ensemble: shop, key: 'k' })
    for (const _ of [1, 2]) expect((await client.predict.post({ rows: [row] })).error).toBeNull()
    const asked = proxy.received.filter(({ path }) => path === '/contract')
    expect(asked.map(({ headers }) => headers.get('authorization'))).toEqual(['Bearer k'])
  })

  test.each([
    ['an answer', () => Response.json({ forest: { prediction: [0, 1] } })],
    ['a refusal', () => new Response('{}', { status: 422 })],
  ])('less than the client knows is an error: %s', async (_, answer) => {
    await using proxy = serving({ ...shop, classifiers: withoutTree }, answer)
    const client = createClient(proxy.url, { ensemble: shop })
    const { data, error } = await client.predict.post({ rows: [row] })
    expect(data).toBeNull()
    expect(error).toMatchObject({ code: 'other-contract', status: undefined })
    expect(error?.message).toBe(
      'the proxy serves another ensemble than this client was written for: POST /predict: 200.tree may be missing; POST /predict: 200.tree is gone',
    )
    expect(proxy.received.filter(({ path }) => path !== '/contract')).toHaveLength(1)
  })

  test('something else names three differences and counts the others', async () => {
    await using proxy = serving({ features: {}, classifiers: {}, combine: { none: {} } })
    const { error } = await createClient(proxy.url, { ensemble: shop }).health.get()
    expect(error?.message).toMatch(/: [^;]+; [^;]+; [^;]+; and \d+ more$/)
  })

  test('another ensemble does not stop a client that has only the types', async () => {
    await using proxy = serving({ ...shop, classifiers: withoutTree })
    const { error } = await createClient<typeof shop>(proxy.url).predict.post({ rows: [row] })
    expect(error).toBeNull()
  })

  test('no contract at all, though it says that it is another, is an error', async () => {
    await using proxy = new StandIn(
      () => new Response('{}', { status: 404, headers: { 'sepal-contract': '1' } }),
    )
    const { error } = await createClient(proxy.url, { ensemble: shop }).predict.post({ rows: [row] })
    expect(error).toMatchObject({
      code: 'other-contract',
      message: expect.stringContaining('answered with 404'),
    })
  })

  test('an ensemble that has been changed while the client runs is noticed', async () => {
    const now = { ensemble: shop as Ensemble }
    await using proxy = new StandIn((request) => {
      const fingerprint = fingerprintOf(now.ensemble)
      const contract = contractOf(now.ensemble)
      const body = request.url.endsWith('/contract') ? { fingerprint, contract } : {}
      return Response.json(body, { headers: { 'sepal-contract': fingerprint } })
    })
    const client = createClient(proxy.url, { ensemble: shop })
    const codes: unknown[] = []
    for (const ensemble of [shop, { ...shop, classifiers: withoutTree }, shop]) {
      now.ensemble = ensemble
      codes.push((await client.predict.post({ rows: [row] })).error?.code)
    }
    expect(codes).toEqual([undefined, 'other-contract', undefined])
  })
})
