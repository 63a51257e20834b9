import { expect, test } from 'bun:test'
import { openTable } from '@sepal/tabular'
import type { Feature } from '../api/wire.ts'
import { columnsIn } from './columns.ts'
import { previewOf } from './preview.ts'

const features: readonly Feature[] = [
  { name: 'area' },
  { name: 'plan', kind: 'category', values: ['basic', 'pro'], missing: {} },
]

async function previewIn(text: string, isWhole = true) {
  const table = openTable(text, { features, header: 'guess', isWhole: true })
  if (table === undefined) throw new Error('it is not whole')
  return await previewOf({ table, text, isWhole }, features, columnsIn(table, features))
}

test('gaps, values that do not fit and lines that are no rows are counted apart', async () => {
  const preview = await previewIn('id,plan,area\n1,basic,5\n2,,6\n3,team,tall\n4,pro\n5,gold,7\n')
  expect(preview).toEqual({
    records: 5,
    hasMore: false,
    misfits: [{ line: 5, reason: 'it has 2 cells, expected 3' }],
    others: ['id'],
    features: [
      {
        cells: [
          { line: 2, text: '5', is: 'value' },
          { line: 3, text: '6', is: 'value' },
          { line: 4, text: 'tall', is: 'bad' },
          { line: 6, text: '7', is: 'value' },
        ],
        gaps: 0,
        bad: 1,
        reason: 'area is "tall", expected a number that fits float32',
      },
      {
        cells: [
          { line: 2, text: 'basic', is: 'value' },
          { line: 3, text: '', is: 'gap' },
          { line: 4, text: 'team', is: 'bad' },
          { line: 6, text: 'gold', is: 'bad' },
        ],
        gaps: 1,
        bad: 2,
        reason: expect.stringContaining('plan is "team", expected one of basic, pro'),
      },
    ],
  })
})

test('a feature without a column has nothing to show', async () => {
  const { features: found, others } = await previewIn('surface,plan\n5,basic\n')
  expect(found[0]).toEqual({ cells: [], gaps: 0, bad: 0 })
  expect(others).toEqual(['surface'])
})

test('of a part of a file the last line, which may go on, is left out', async () => {
  const text = '{"area":1,"plan":null}\n{"area":2,"plan":"pro"}\n{"area":3'
  expect(await previewIn(text, false)).toMatchObject({ records: 2, hasMore: true, misfits: [] })
  expect(await previewIn(text, true)).toMatchObject({ records: 3, hasMore: false, misfits: [{ line: 3 }] })
})

test('of a long file the first 500 rows are looked at', async () => {
  const lines = Array.from({ length: 501 }, (_, i) => `${i},basic`)
  const { records, hasMore, features: found } = await previewIn(['area,plan', ...lines].join('\n'))
  expect([records, hasMore, found[0]?.cells.length]).toEqual([500, true, 5])
})
