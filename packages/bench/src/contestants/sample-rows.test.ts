import { expect, test } from 'bun:test'
import { ROW_COUNT, requestBody, rowNumbers, sampleRows } from './sample-rows.ts'

const features = {
  length: { number: { unit: 'cm', range: [4.3, 7.9] } },
  width: { number: { unit: 'cm', range: [2, 4.4] } },
}

test('rows differ, and stay within the observed ranges', () => {
  const rows = sampleRows({ features })
  expect(new Set(rows.map((row) => row.join())).size).toBe(ROW_COUNT)
  for (const [length = 0, width = 0] of rows) {
    expect(length).toBeWithin(4.3, 7.95)
    expect(width).toBeWithin(2, 4.45)
  }
})

test('row numbers wrap around', () => {
  expect(rowNumbers(ROW_COUNT - 1, 3)).toEqual([ROW_COUNT - 1, 0, 1])
})

test('a body holds the rows of the numbers', () => {
  expect(
    requestBody(
      [
        [1, 2],
        [3, 4],
      ],
      [1, 0, 1],
    ),
  ).toBe('{"data":[[3,4],[1,2],[3,4]]}')
})
