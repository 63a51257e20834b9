import { expect, test } from 'bun:test'
import { type Ask, Scorer } from './scorer.ts'

const never = new AbortController().signal
const values = Array.from({ length: 10 }, (_, i) => i)
const rows = values.map((value) => [value])

/** Answers as long as there are not more rows than `most`, and notes how many it was asked for. */
function bounded(most: number): { ask: Ask; asked: number[] } {
  const asked: number[] = []
  const ask: Ask = async (some) => {
    asked.push(some.length)
    return some.length > most ? { tooMuch: 'too many' } : { columns: [some.map(([value = 0]) => value)] }
  }
  return { ask, asked }
}

test('requests become smaller when they are too much, and stay so', async () => {
  const { ask, asked } = bounded(3)
  const scorer = new Scorer(ask)
  expect(await scorer.score(rows, never)).toEqual([values])
  expect(asked).toEqual([10, 5, 3, 2, 3, 2])
  asked.length = 0
  expect(await scorer.score(rows, never)).toEqual([values])
  expect(Math.max(...asked)).toBe(3)
})

test('one row that is too much is an error, and so is a failure', async () => {
  await expect(new Scorer(bounded(0).ask).score(rows, never)).rejects.toThrow('too many')
  await expect(new Scorer(async () => ({ failed: 'gone' })).score(rows, never)).rejects.toThrow('gone')
})

test('as many scores as rows, or none', async () => {
  await expect(new Scorer(async () => ({ columns: [[1]] })).score(rows, never)).rejects.toThrow(
    '1 of 10 rows',
  )
  expect(await new Scorer(async () => ({ failed: 'not asked' })).score([], never)).toEqual([])
})
