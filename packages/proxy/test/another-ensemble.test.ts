import { afterAll, describe, expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import { ModelFolder } from '@sepal/classifier/testing'
import { checkTypes, type Equal, type Expect } from '@sepal/server/testing'
import type { createProxy } from '../src/app.ts'
import { answerOf, whole } from './answer-of.ts'
import { type GardenName, garden, gardenRow } from './garden.ts'
import { RunningEnsemble } from './running-ensemble.ts'

type GardenProxy = ReturnType<typeof createProxy<typeof garden>>
type Api = ReturnType<typeof treaty<GardenProxy>>
type Answer<Call extends (...args: never[]) => Promise<{ data: unknown }>> = NonNullable<
  Awaited<ReturnType<Call>>['data']
>

type Whole<V> = { [N in GardenName]: { prediction: V } }
type Failed = {
  error: {
    code:
      | 'unanswerable-row'
      | 'bad-classifier-answer'
      | 'classifier-unavailable'
      | 'overloaded'
      | 'deadline-exceeded'
    detail: string
  }
}
type Partial<V> = { [N in GardenName]: { prediction: V } | Failed }
type Decision = { proba: number; label: GardenName }
type Labelled<D> = { prediction: D } | ({ prediction: D } & { complete: boolean; missing: GardenName[] })

checkTypes<
  [
    Expect<Equal<Answer<Api['predict']['get']['test']['get']>, Whole<number[]>>>,
    Expect<Equal<Answer<Api['predict']['post']>, Whole<number[]> | Partial<number[]>>>,
    Expect<Equal<Answer<Api['predict']['batch']['post']>, Whole<number[][]> | Partial<number[][]>>>,
    Expect<Equal<Answer<Api['predict']['label']['post']>, Labelled<Decision>>>,
    Expect<Equal<Answer<Api['predict']['label']['batch']['post']>, Labelled<Decision[]>>>,
  ]
>()

const folder = await ModelFolder.write(garden)
const ensemble = await RunningEnsemble.start(garden, folder.path)
afterAll(async () => {
  await ensemble[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})
const api = treaty(ensemble.proxy.proxy, { parseDate: false })
const sample = { data: [gardenRow] }

describe('a proxy of five classifiers of two features', () => {
  test('a proxy answers with every name, and as many probabilities as each classifier has classes', async () => {
    const answers = whole(await answerOf(api.predict.post(sample)))
    const counts = Object.entries(answers).map(([name, { prediction }]) => [name, prediction.length])
    expect(counts).toEqual([
      ['rose', 2],
      ['sun-flower', 3],
      ['lily', 2],
      ['oak_tree', 4],
      ['moss2', 2],
    ])
    for (const { prediction } of Object.values(answers)) {
      expect(prediction.reduce((sum, proba) => sum + proba)).toBeCloseTo(1, 5)
    }
  })

  test('a proxy decides by the strategy of its manifest', async () => {
    const [answers, decided] = await Promise.all([
      answerOf(api.predict.post(sample)).then(whole),
      answerOf(api.predict.label.post(sample)),
    ])
    const votes = Object.entries(answers).map(([name, { prediction }]) => [name, prediction[0] ?? 0] as const)
    const [label, proba] = votes.reduce((best, vote) => (vote[1] > best[1] ? vote : best))
    const sum = votes.reduce((total, vote) => total + vote[1], 0)
    expect(decided.prediction).toEqual({ label: expect.stringMatching(label), proba: proba / sum })
  })

  test('/metadata has the shapes and features of the manifest', async () => {
    const { data } = await api.metadata.get()
    expect(data).toMatchObject({
      data_structure: '(1,2)',
      data_sample: [gardenRow],
      prediction_structure: '(1,2) or (1,3) or (1,4)',
      features: [
        { name: 'height', unit: 'm', range: [0, 3] },
        { name: 'leaves', unit: '', range: [0, 900] },
      ],
    })
    expect(Object.keys(data?.prediction_sample ?? {})).toEqual([
      'service_rose',
      'service_sun-flower',
      'service_lily',
      'service_oak_tree',
      'service_moss2',
    ])
  })

  test('a proxy refuses rows of another width', async () => {
    const { error } = await api.predict.post({ data: [[5.1, 3.5, 1.4, 0.2]] })
    expect(error?.status).toBe(422)
    expect(error?.value).toMatchObject({ detail: 'data[0] is an array of 4, expected an array of 2' })
  })

  test('/health/all has an entry for each classifier', async () => {
    const ok = { health: 'ok' as const, replicas: [{ state: 'closed' as const, callsUnderWay: 0 }] }
    expect((await api.health.all.get()).data).toEqual({
      rose: ok,
      'sun-flower': ok,
      lily: ok,
      oak_tree: ok,
      moss2: ok,
    })
  })

  test('a name that is not in the manifest does not compile', async () => {
    const { data } = await api.predict.post(sample)
    // @ts-expect-error the garden has no such classifier
    expect(data?.setosa).toBeUndefined()
  })
})
