import { expect, test } from 'bun:test'
import { CallFailure } from '../api/call-failure.ts'
import { rowAsker } from './ask-rows.ts'

const column = Array.from({ length: 3000 }, (_, i) => i)
const rows = column.map((value) => [value])
const late = new CallFailure('deadline-exceeded', 'A classifier was late', 'so')

function asker(ask: (rows: readonly unknown[]) => void) {
  const waits: string[] = []
  const answering = {
    names: ['value'],
    ask: async (asked: readonly (readonly unknown[])[]) => {
      ask(asked)
      return [asked.map(([value]) => Number(value))]
    },
  }
  const onWait = ({ code }: CallFailure) => waits.push(code)
  const patience = { onWait, pause: async () => {}, signal: new AbortController().signal }
  return { scoresOf: rowAsker(answering, patience), waits }
}

test('rows that are too many for the deadline are asked for in parts, and so are those after them', async () => {
  const sizes: number[] = []
  const { scoresOf, waits } = asker(({ length }) => {
    sizes.push(length)
    if (length > 1000) throw late
  })
  expect(await scoresOf(rows)).toEqual({ columns: [column], refused: new Map() })
  expect(await scoresOf(rows.slice(0, 800))).toEqual({ columns: [column.slice(0, 800)], refused: new Map() })
  expect(sizes).toEqual([3000, 1500, 750, 750, 750, 750, 750, 50])
  expect(waits).toEqual([late.code, late.code])
})

test('a classifier that hangs is waited for, and is not asked for single rows', async () => {
  const sizes: number[] = []
  const { scoresOf } = asker(({ length }) => {
    sizes.push(length)
    throw late
  })
  await expect(scoresOf(rows)).rejects.toBe(late)
  expect(sizes).toEqual([3000, 1500, 750, 375, ...Array.from({ length: 9 }, () => 256)])
})

test('an answer with fewer values than rows is refused', async () => {
  const answering = { names: ['value'], ask: async () => [[1]] }
  const patience = { onWait: () => {}, pause: async () => {}, signal: new AbortController().signal }
  await expect(rowAsker(answering, patience)([[1], [2]])).rejects.toThrow('it has 1 of 2 rows')
})
