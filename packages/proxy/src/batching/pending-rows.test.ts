import { describe, expect, test } from 'bun:test'
import fc from 'fast-check'
import { Asked, batchOf, rowsFrom } from '../../test/asked.ts'
import { Batch } from './batch.ts'

const late = { kind: 'late', detail: 'too late' } as const

/** The next rows of pending rows, in their own batch. */
function next(asked: Asked, count: number): Batch {
  const batch = new Batch()
  batch.add(asked.pending, count)
  return batch
}

/** Answers each row `[x]` of a batch with `[x, -x]`. */
const answer = (batch: Batch) =>
  batch.answer({ numbers: Float32Array.from([...batch.rows()].flatMap(([x = 0]) => [x, -x])) }, 2)

describe('pending rows', () => {
  test('count the rows that are in no batch yet, and none once settled', () => {
    const asked = new Asked(rowsFrom(1, 2, 3))
    expect(asked.pending.waitingRows).toBe(3)
    next(asked, 2)
    expect(asked.pending.waitingRows).toBe(1)
    asked.pending.settle(late)
    expect(asked.pending.waitingRows).toBe(0)
  })

  test('settle once', () => {
    const asked = new Asked(rowsFrom(1))
    const batch = batchOf(asked)
    asked.pending.settle(late)
    asked.pending.settle({ kind: 'shed', detail: 'too much' })
    answer(batch)
    expect(asked.outcomes).toEqual([late])
  })

  test('in parts get their rows in their own order, whatever the order of the answers', () => {
    const parts = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 6 })
    const cases = parts.chain((sizes) =>
      fc.record({
        sizes: fc.constant(sizes),
        order: fc.shuffledSubarray([...sizes.keys()], { minLength: sizes.length }),
      }),
    )
    fc.assert(
      fc.property(cases, ({ sizes, order }) => {
        const numbers = Array.from({ length: sizes.reduce((sum, size) => sum + size, 0) }, (_, i) => i + 1)
        const asked = new Asked(rowsFrom(...numbers))
        const batches = sizes.map((size) => next(asked, size))
        order.forEach((at, n) => {
          expect(asked.outcomes).toHaveLength(0)
          const batch = batches[at]
          if (batch) answer(batch)
          expect(asked.outcomes).toHaveLength(n === order.length - 1 ? 1 : 0)
        })
        expect(asked.answer).toEqual(numbers.map((x) => [x, -x]))
      }),
    )
  })

  test('in parts wait for all of them before reporting rows without an answer', () => {
    const asked = new Asked(rowsFrom(1, 2, 3))
    const [first, second] = [next(asked, 2), next(asked, 1)]
    first.answer({ numbers: Float32Array.of(Number.NaN, 2), unanswered: [0] }, 1)
    expect(asked.kinds).toEqual([])
    second.answer({ numbers: Float32Array.of(Number.NaN), unanswered: [0] }, 1)
    expect(asked.outcomes).toMatchObject([{ kind: 'unanswerable', rows: [0, 2] }])
  })

  test('in one part read the answer in place', () => {
    const [first, second] = [new Asked(rowsFrom(1)), new Asked(rowsFrom(2, 3))]
    const data = Float32Array.of(1, -1, 2, -2, 3, -3)
    batchOf(first, second).answer({ numbers: data }, 2)
    const [outcome] = second.outcomes
    expect(outcome).toEqual({ kind: 'ok', value: { data, at: 2, rows: 2, width: 2 } })
    expect(outcome?.kind === 'ok' && outcome.value.data).toBe(data)
    expect([first.answer, second.answer]).toEqual([
      [[1, -1]],
      [
        [2, -2],
        [3, -3],
      ],
    ])
  })

  test('that failed in part ignore further answers and abandon their other parts', () => {
    const asked = new Asked(rowsFrom(1, 2))
    const [first, second] = [next(asked, 1), next(asked, 1)]
    asked.pending.settle(late)
    expect([first.signal.aborted, second.signal.aborted]).toEqual([true, true])
    answer(second)
    expect(asked.outcomes).toEqual([late])
  })
})
