import { expect, test } from 'bun:test'
import { type Column, markdownTable } from './table.ts'

type Flower = { name: string; petals: number }

const columns: Column<Flower>[] = [
  { title: 'name', value: ({ name }) => name, isText: true },
  { title: 'petals', value: ({ petals }) => String(petals) },
]

test('words align left and numbers right, padded to the widest', () => {
  const flowers = [
    { name: 'iris', petals: 3 },
    { name: 'sunflower', petals: 34 },
  ]
  expect(markdownTable(columns, flowers)).toBe(
    [
      '| name      | petals |',
      '| --------- | -----: |',
      '| iris      |      3 |',
      '| sunflower |     34 |',
    ].join('\n'),
  )
})

test('without rows the titles stay', () => {
  expect(markdownTable(columns, [])).toBe('| name | petals |\n| ---- | -----: |')
})
