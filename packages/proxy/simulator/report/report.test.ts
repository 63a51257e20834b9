import { expect, test } from 'bun:test'
import { fleetReport } from './fleets.ts'
import { goldenReport } from './golden-report.ts'
import { report } from './report.ts'

test('the benefit of each policy is that of the golden report (bun run simulate)', async () => {
  expect(report()).toEqual(await goldenReport('report'))
}, 120_000)

test('the use of replicas of unequal speed is that of the golden report (bun run simulate)', async () => {
  expect(fleetReport()).toEqual(await goldenReport('fleets'))
}, 120_000)
