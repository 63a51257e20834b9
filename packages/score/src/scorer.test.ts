import { expect, test } from 'bun:test'
import { type Ask, Scorer } from './scorer.ts'

const never = new AbortController().signal
const values = Array.from({ length: 10 }, (_, i) => i)
const rows = values.map((value) => [value])
const none = new Map<number, string>()

/** Notes how many rows it was asked for each time. */
function noted(answer: (values: number[]) => Awaited<ReturnType<Ask>>): { ask: Ask; asked: number[] } {
  const asked: number[] = []
  const ask: Ask = async (some) => {
    asked.push(some.length)
    return answer(some.map(([value]) => Number(value)))
  }
  return { ask, asked }
}

const atMost = (max: number) =>
  noted((some) => (some.length > max ? { tooMuch: 'too many' } : { columns: [some] }))

test('requests become smaller when they are too much, and stay so', async () => {
  const { ask, asked } = atMost(3)
  const scorer = new Scorer(ask)
  expect(await scorer.score(rows, never)).toEqual({ columns: [values], refused: none })
  expect(asked).toEqual([10, 5, 3, 2, 3, 2])
  asked.length = 0
  expect(await scorer.score(rows, never)).toEqual({ columns: [values], refused: none })
  expect(Math.max(...asked)).toBe(3)
})

test('one row that is too much is an error, and so is a failure', async () => {
  await expect(new Scorer(atMost(0).ask).score(rows, never)).rejects.toThrow('too many')
  await expect(new Scorer(async () => ({ failed: 'gone' })).score(rows, never)).rejects.toThrow('gone')
})

test('fewer scores than rows are an error, and no rows are not asked for', async () => {
  const scorer = new Scorer(async () => ({ columns: [[1]] }))
  await expect(scorer.score(rows, never)).rejects.toThrow('1 of 10 rows')
  const unasked = new Scorer(async () => ({ failed: 'not asked' }))
  expect(await unasked.score([], never)).toEqual({ columns: [], refused: none })
})

test('rows that are named as unanswerable are refused, and the others asked for again', async () => {
  const isBad = (value: number) => value === 3 || value === 7
  const { ask, asked } = noted((some) => {
    const bad = some.flatMap((value, row) => (isBad(value) ? [{ row, reason: `no answer to ${value}` }] : []))
    // Only the first is named: the next shows when it is asked for again.
    return bad.length > 0 ? { unanswerable: bad.slice(0, 1), message: 'no' } : { columns: [some] }
  })
  expect(await new Scorer(ask).score(rows, never)).toEqual({
    columns: [values.filter((value) => !isBad(value))],
    refused: new Map([
      [3, 'no answer to 3'],
      [7, 'no answer to 7'],
    ]),
  })
  expect(asked).toEqual([10, 9, 8])
})

const spoiltBy = (isBad: (value: number) => boolean) =>
  noted((some) => (some.some(isBad) ? { spoilt: 'bad answer' } : { columns: [some] }))

test('a row that spoils the answer to others is found', async () => {
  const { ask, asked } = spoiltBy((value) => value === 8)
  expect(await new Scorer(ask).score(rows, never)).toEqual({
    columns: [values.filter((value) => value !== 8)],
    refused: new Map([[8, 'bad answer']]),
  })
  expect(asked.length).toBeLessThan(10)
})

test('all rows may be unanswerable, but not many in a row that only spoil answers', async () => {
  const { ask } = noted((some) => ({
    unanswerable: some.map((_, row) => ({ row, reason: 'no' })),
    message: 'no',
  }))
  expect((await new Scorer(ask).score(rows, never)).refused.size).toBe(10)
  const many = Array.from({ length: 100 }, (_, i) => [i])
  const { ask: broken, asked } = spoiltBy(() => true)
  await expect(new Scorer(broken).score(many, never)).rejects.toThrow('bad answer (as of the 20 rows before')
  expect(asked.length).toBeLessThan(60)
})

test('any number of rows may be unanswerable where none is named', async () => {
  const many = Array.from({ length: 100 }, (_, i) => [i])
  const { ask } = noted(() => ({ unanswerable: [], message: 'the model gives NaN' }))
  const { refused } = await new Scorer(ask).score(many, never)
  expect([refused.size, refused.get(99)]).toEqual([100, 'the model gives NaN'])
})

test('rows that are said to be unanswerable and are none of the request are looked for', async () => {
  const { ask } = noted((some) =>
    some.includes(4) ? { unanswerable: [{ row: 99, reason: 'no' }], message: 'no' } : { columns: [some] },
  )
  expect([...(await new Scorer(ask).score(rows, never)).refused.keys()]).toEqual([4])
})
