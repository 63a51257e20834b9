import { expect, test } from 'bun:test'
import { fleetReport } from './fleets.ts'
import { goldenReport } from './golden-report.ts'
import { report } from './report.ts'

test('what each policy buys is what the golden report says (bun run simulate)', async () => {
  expect(report()).toEqual(await goldenReport('report'))
}, 120_000)

test('many replicas of unequal speed are used as the golden report says (bun run simulate)', async () => {
  expect(fleetReport()).toEqual(await goldenReport('fleets'))
}, 120_000)
