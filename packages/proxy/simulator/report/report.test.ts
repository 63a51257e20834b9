import { expect, test } from 'bun:test'
import { goldenReport } from './golden-report.ts'
import { report } from './report.ts'

test('what each policy buys is what the golden report says (bun run simulate)', async () => {
  expect(report()).toEqual(await goldenReport())
}, 120_000)
