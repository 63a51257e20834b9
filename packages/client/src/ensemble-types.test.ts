import { expect, test } from 'bun:test'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import shop from '../test/shop.json' with { type: 'json' }
import { StandIn } from '../test/stand-in.ts'
import { type Answers, createClient } from './index.ts'

const row = { age: 44, plan: 'pro', member: true } as const
const decision = {
  prediction: { proba: 0.75, label: 'leave', probabilities: { stay: 0.25, leave: 0.75 } },
}

test('the import of an ensemble.json is all that a client needs for its types', async () => {
  await using server = new StandIn(() => Response.json(decision))
  const client = createClient<typeof shop>(server.url)
  const { data } = await client.predict.label.post({ rows: [row, { ...row, income: null, note: 'cancel' }] })
  type Decision = NonNullable<typeof data>['prediction']
  const ask = () => client.predict.post({ rows: [row] })
  type Answers = NonNullable<Awaited<ReturnType<typeof ask>>['data']>
  type Body = Parameters<typeof client.predict.post>[0]
  type Row = Extract<Body, { readonly rows: unknown }>['rows'][number]
  checkTypes<
    [
      Expect<
        Equal<
          Decision,
          { label: 'stay' | 'leave'; proba: number; probabilities: { stay: number; leave: number } }
        >
      >,
      Expect<Equal<Answers['forest'], { prediction: number[] }>>,
      Expect<Equal<Answers['value'], { prediction: number }>>,
      Expect<Equal<Answers['tree'], { prediction: 'stay' | 'leave' }>>,
      Expect<Equal<Row['plan'], 'basic' | 'pro' | 'team'>>,
      Expect<Equal<Row['income'], number | null | undefined>>,
      Expect<Equal<'value' extends keyof typeof client.predict ? true : false, false>>,
    ]
  >()
  expect(ask).toBeFunction()
  expect<unknown>(data).toEqual(decision)
  expect(server.received[0]?.path).toBe('/predict/label?partial=false')
})

test('what the ensemble does not take is an error of the compiler', () => {
  const client = createClient<typeof shop>('http://127.0.0.1:1')
  const calls = [
    // @ts-expect-error gold is no plan
    () => client.predict.post({ rows: [{ ...row, plan: 'gold' }] }),
    // @ts-expect-error an age may not be missing
    () => client.predict.post({ rows: [{ ...row, age: null }] }),
    // @ts-expect-error shoe is no feature
    () => client.predict.post({ rows: [{ ...row, shoe: 44 }] }),
    // @ts-expect-error the decision is a label
    () => client.predict.value.post({ rows: [row] }),
  ]
  expect(calls).toHaveLength(4)
})

const own = { ...shop, combine: { './decide.ts': {} } }

/** What a user writes in decide.ts. */
type Offer = { offer: 'discount'; worth: number | null } | { offer: 'none' }
function decide({ forest, tree, value }: Answers<typeof own>): Offer {
  const mayLeave = tree === 'leave' || (forest?.[1] ?? 0) > 0.5
  return mayLeave ? { offer: 'discount', worth: value ?? null } : { offer: 'none' }
}

test('what a module decides has the type of what its function returns', async () => {
  const prediction = decide({ forest: [0.25, 0.75], tree: undefined, value: 12 })
  await using server = new StandIn(() => Response.json({ prediction }))
  const client = createClient<typeof own, typeof decide>(server.url)
  const { data } = await client.predict.decision.post({ rows: [row] })
  type Decision = NonNullable<typeof data>['prediction']
  type Untyped = ReturnType<typeof createClient<typeof own>>['predict']['decision']['post']
  type UntypedData = NonNullable<Awaited<ReturnType<Untyped>>['data']>['prediction']
  checkTypes<
    [
      Expect<Equal<Decision, Offer>>,
      Expect<Equal<UntypedData, unknown>>,
      Expect<Equal<Parameters<typeof decide>[0]['tree'], 'stay' | 'leave' | undefined>>,
      Expect<Equal<'label' extends keyof typeof client.predict ? true : false, false>>,
    ]
  >()
  expect(data).toEqual({ prediction: { offer: 'discount', worth: 12 } })
  const { data: events } = await client.predict.stream.post({ rows: [row] })
  type Event = NonNullable<typeof events> extends AsyncGenerator<infer E> ? E : never
  type Streamed = Extract<Event, { event: 'decision' }>['data']
  checkTypes<[Expect<Equal<Extract<Streamed, { complete: boolean }>['prediction'], Decision>>]>()
})
