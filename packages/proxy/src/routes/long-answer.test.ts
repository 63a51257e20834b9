import { afterAll, describe, expect, test } from 'bun:test'
import { irisFolder } from '@sepal/classifier/testing'
import iris from '../../../../models/ensemble.json' with { type: 'json' }
import { RunningEnsemble } from '../../test/running-ensemble.ts'
import { arrayPieces, ROWS_PER_TURN } from '../answers/array-pieces.ts'

const ensemble = await RunningEnsemble.start(iris, irisFolder, { maxRows: 10_000 })
afterAll(() => ensemble[Symbol.asyncDispose]())

const rows = Array.from({ length: 2 * ROWS_PER_TURN + 100 }, (_, i) =>
  Object.values(iris.sample).map((value) => value + i / 1000),
)

async function asked<A>(path: string, data: number[][]): Promise<A> {
  const response = await ensemble.proxy.post(path, JSON.stringify({ data }))
  expect(response.status).toBe(200)
  expect(response.headers.get('content-type')).toBe('application/json;charset=utf-8')
  const answer: A = JSON.parse(await response.text())
  return answer
}

type Predictions = Record<string, { prediction: number[][] }>
type Labels = { prediction: { proba: number; label: string }[] }

describe('an answer that is written in pieces', () => {
  const half = ROWS_PER_TURN

  test('has every classifier with every row, as short answers have them', async () => {
    const long = await asked<Predictions>('/predict/batch', rows)
    const [first, second, rest] = await Promise.all([
      asked<Predictions>('/predict/batch', rows.slice(0, half)),
      asked<Predictions>('/predict/batch', rows.slice(half, 2 * half)),
      asked<Predictions>('/predict/batch', rows.slice(2 * half)),
    ])
    expect(Object.keys(long)).toEqual(Object.keys(iris.classifiers))
    for (const name of Object.keys(iris.classifiers)) {
      const parts = [first, second, rest].flatMap((part) => part[name]?.prediction ?? [])
      expect(long[name]?.prediction).toEqual(parts)
    }
  })

  test('has every label', async () => {
    const long = await asked<Labels>('/predict/label/batch', rows)
    const short = await asked<Labels>('/predict/label/batch', rows.slice(0, half))
    expect(long.prediction).toHaveLength(rows.length)
    expect(long.prediction.slice(0, half)).toEqual(short.prediction)
  })

  test.each([1, ROWS_PER_TURN - 1, ROWS_PER_TURN, ROWS_PER_TURN + 1, 3 * ROWS_PER_TURN])(
    '%d elements',
    (length) => {
      const text = `[${[...arrayPieces(length, (i) => [i])].join('')}]`
      expect(JSON.parse(text)).toEqual(Array.from({ length }, (_, i) => [i]))
    },
  )
})
