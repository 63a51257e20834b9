import { describe, expect, test } from 'bun:test'
import { Asked, batchOf, rowsFrom } from '../../test/asked.ts'
import { Batch } from './batch.ts'

const late = { kind: 'late', detail: 'too late' } as const
const rowsIn = (batch: Batch) => [...batch.rows()].flat()

describe('a batch', () => {
  test('without requests has no rows and no deadline', () => {
    const batch = new Batch()
    expect([batch.rowCount, batch.requestIds, rowsIn(batch), batch.signal.aborted]).toEqual([
      0,
      [],
      [],
      false,
    ])
  })

  test('holds the rows in order, knows whose they are, and has the latest deadline', () => {
    const batch = batchOf(
      new Asked([[1, 2]], { requestId: 'a', deadline: 30 }),
      new Asked(
        [
          [3, 4],
          [5, 6],
        ],
        { requestId: 'b', deadline: 70 },
      ),
      new Asked([[7, 8]], { requestId: 'a', deadline: 50 }),
    )
    expect([batch.rowCount, batch.deadline, batch.requestIds]).toEqual([4, 70, ['a', 'b', 'a']])
    const written = new Float32Array(8)
    batch.writeRows(written)
    expect([...written]).toEqual([1, 2, 3, 4, 5, 6, 7, 8])
  })

  test('is abandoned when the last of its pending rows has settled on its own', () => {
    const [first, second] = [new Asked(rowsFrom(1)), new Asked(rowsFrom(2))]
    const { signal } = batchOf(first, second)
    first.pending.settle(late)
    first.pending.settle(late)
    expect(signal.aborted).toBe(false)
    second.pending.settle(late)
    expect(signal.aborted).toBe(true)
  })

  test('that is answered is not abandoned', () => {
    const asked = new Asked(rowsFrom(1))
    const batch = batchOf(asked)
    batch.answer({ numbers: Float32Array.of(1) }, 1)
    expect([asked.kinds, batch.signal.aborted]).toEqual([['ok'], false])
  })

  test('gives each request that still waits its own part of the answer', () => {
    const asked = [new Asked(rowsFrom(1, 2)), new Asked(rowsFrom(3, 4, 5)), new Asked(rowsFrom(6))]
    const batch = batchOf(...asked)
    asked[1]?.pending.settle(late)
    batch.answer({ numbers: Float32Array.from([...batch.rows()].flatMap(([x = 0]) => [x, -x])) }, 2)
    expect(asked.map(({ answer }) => answer)).toEqual([
      [
        [1, -1],
        [2, -2],
      ],
      undefined,
      [[6, -6]],
    ])
  })
})

describe('a refused batch', () => {
  test('splits in two, down to one request', () => {
    const asked = [1, 2, 3, 4, 5].map((x) => new Asked(rowsFrom(x)))
    const halves = batchOf(...asked).split()
    expect(halves.map(rowsIn)).toEqual([
      [1, 2],
      [3, 4, 5],
    ])
    expect(halves[1]?.split().map(rowsIn)).toEqual([[3], [4, 5]])
    expect(halves[0]?.split()[0]?.split()).toEqual([])
  })

  test('of one request does not split, however many rows it has', () => {
    expect(batchOf(new Asked(rowsFrom(1, 2, 3))).split()).toEqual([])
  })

  test('leaves out requests that have settled meanwhile', () => {
    const asked = [1, 2, 3].map((x) => new Asked(rowsFrom(x)))
    const batch = batchOf(...asked)
    asked[1]?.pending.settle(late)
    expect(batch.split().map(rowsIn)).toEqual([[1], [3]])
    asked[0]?.pending.settle(late)
    // The last one may not be the refused one: it is sent again, alone.
    expect(batch.split().map(rowsIn)).toEqual([[3]])
    asked[2]?.pending.settle(late)
    expect(batch.split()).toEqual([])
  })

  test('reports to each request which of its own rows have no answer, and answers the others', () => {
    const asked = [new Asked(rowsFrom(1, 2)), new Asked(rowsFrom(3, 4, 5)), new Asked(rowsFrom(6))]
    const numbers = Float32Array.of(1, 2, 3, Number.NaN, Number.NaN, 6)
    batchOf(...asked).answer({ numbers, unanswered: [3, 4] }, 1)
    expect(asked.map(({ kinds }) => kinds)).toEqual([['ok'], ['unanswerable'], ['ok']])
    expect(asked[1]?.outcomes).toEqual([
      {
        kind: 'unanswerable',
        detail: 'its model has no answer to row 1 and 1 more, counted from 0',
        rows: [1, 2],
      },
    ])
  })

  test('splits into halves that are abandoned independently', () => {
    const asked = [1, 2].map((x) => new Asked(rowsFrom(x)))
    const [first, second] = batchOf(...asked).split()
    asked[0]?.pending.settle(late)
    expect([first?.signal.aborted, second?.signal.aborted]).toEqual([true, false])
    second?.answer({ numbers: Float32Array.of(0.5) }, 1)
    expect(asked[1]?.answer).toEqual([[0.5]])
  })
})

describe('the text in a batch', () => {
  const withTexts = (length: number, rows: number) =>
    new Asked(rowsFrom(...Array(rows).keys()), {
      texts: Array.from({ length: rows }, () => 'x'.repeat(length)),
    }).pending

  test('does not limit the rows of requests without text', () => {
    expect(new Batch().roomFor(new Asked(rowsFrom(1)).pending)).toBe(Number.POSITIVE_INFINITY)
  })

  test('limits how many rows fit, but a text of any length fits alone', () => {
    const [long, short] = [withTexts(2 ** 22, 1), withTexts(2 ** 19, 5)]
    const batch = new Batch()
    expect([batch.roomFor(long), batch.roomFor(short)]).toEqual([1, 4])
    batch.add(short, 3)
    expect([batch.roomFor(long), batch.roomFor(short)]).toEqual([0, 1])
  })
})
