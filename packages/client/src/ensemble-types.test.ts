import { expect, test } from 'bun:test'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import shop from '../test/shop.json' with { type: 'json' }
import { StandIn } from '../test/stand-in.ts'
import { createClient } from './index.ts'

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
