import { afterAll, describe, expect, test } from 'bun:test'
import { treaty } from '@elysiajs/eden'
import { irisFolder } from '@sepal/classifier/testing'
import { FLOAT32_MAX } from '@sepal/ensemble'
import fc from 'fast-check'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { answerOf, whole } from './answer-of.ts'
import { RunningEnsemble } from './running-ensemble.ts'

const ensemble = await RunningEnsemble.start(iris, irisFolder, { batchMaxRows: 8 })
afterAll(() => ensemble[Symbol.asyncDispose]())
const api = treaty(ensemble.proxy.proxy, { parseDate: false })
const names = ['setosa', 'virginica', 'versicolor'] as const

const ranges = Object.values(iris.features).map(
  ({
    number: {
      range: [min = 0, max = 0],
    },
  }) => fc.double({ min, max, noNaN: true }),
)
const anyNumber = fc.double({ min: -FLOAT32_MAX, max: FLOAT32_MAX, noNaN: true })
const row = fc.oneof(fc.tuple(...ranges), fc.array(anyNumber, { minLength: 4, maxLength: 4 }))
/** More rows than fit into one call to a classifier. */
const rows = fc.array(row, { minLength: 1, maxLength: 30 })

describe('the iris ensemble', () => {
  test('a batch has the answers of its rows one by one, bit for bit', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (data) => {
        const [batch, ...singles] = await Promise.all([
          answerOf(api.predict.batch.post({ data })).then(whole),
          ...data.map((one) => answerOf(api.predict.post({ data: [one] })).then(whole)),
        ])
        for (const name of names) {
          expect(batch[name].prediction).toEqual(singles.map((single) => single[name].prediction))
        }
      }),
      { numRuns: 40 },
    )
  })

  test('the labels of a batch are the labels of its rows', async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (data) => {
        const [batch, ...singles] = await Promise.all([
          answerOf(api.predict.label.batch.post({ data })),
          ...data.map((one) => answerOf(api.predict.label.post({ data: [one] }))),
        ])
        expect(batch.prediction).toEqual(singles.map(({ prediction }) => prediction))
      }),
      { numRuns: 40 },
    )
  })

  test('the label is the classifier with the highest probability', async () => {
    await fc.assert(
      fc.asyncProperty(row, async (one) => {
        const [answers, { prediction }] = await Promise.all([
          answerOf(api.predict.post({ data: [one] })).then(whole),
          answerOf(api.predict.label.post({ data: [one] })),
        ])
        const sureness = names.map((name) => answers[name].prediction[0] ?? Number.NaN)
        expect(prediction.proba).toBe(Math.max(...sureness))
        expect(prediction.label).toBe(names[sureness.indexOf(prediction.proba)] ?? 'setosa')
      }),
    )
  })

  test('the probabilities of a classifier add up to 1', async () => {
    await fc.assert(
      fc.asyncProperty(row, async (one) => {
        const answers = whole(await answerOf(api.predict.post({ data: [one] })))
        for (const name of names) {
          const [is = Number.NaN, isNot = Number.NaN] = answers[name].prediction
          expect(Math.abs(is + isNot - 1)).toBeLessThan(1e-6)
        }
      }),
    )
  })

  test('both test routes and the metadata have the same answer for the sample', async () => {
    const [posted, viaGet, viaPost, metadata] = await Promise.all([
      answerOf(api.predict.post({ data: [Object.values(iris.sample)] })).then(whole),
      answerOf(api.predict.get.test.get()),
      // Eden's types mistake the `post` of this path for the method.
      ensemble.proxy.fetch('/predict/post/test').then((response): Promise<unknown> => response.json()),
      answerOf(api.metadata.get()),
    ])
    expect(viaGet).toEqual(posted)
    expect(viaPost).toEqual({ ...posted })
    for (const name of names) {
      expect(metadata.prediction_sample[`service_${name}`]).toEqual(posted[name].prediction)
    }
  })

  test.each([
    [[5.1, 3.5, 1.4, 0.2], 'setosa'],
    [[6.3, 3.3, 6.0, 2.5], 'virginica'],
    [[5.9, 3.0, 4.2, 1.5], 'versicolor'],
  ] as const)('the row %j is labelled %s', async (flower, label) => {
    const { prediction } = await answerOf(api.predict.label.post({ data: [[...flower]] }))
    expect(prediction.label).toBe(label)
  })
})
