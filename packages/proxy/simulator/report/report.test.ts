import { expect, test } from 'bun:test'
import { isWhole } from '../test-extent.ts'
import { fleetReport } from './fleets.ts'
import { goldenReport } from './golden-report.ts'
import { report, rowOf } from './report.ts'
import { situations } from './situations.ts'

test.skipIf(!isWhole)(
  'the benefit of each policy is that of the golden report (bun run simulate)',
  async () => {
    expect(report()).toEqual(await goldenReport('report'))
  },
  120_000,
)

test('with all is well, each policy costs what the golden report says', async () => {
  const [situation] = situations
  const [, row] = await goldenReport('report')
  expect(situation && rowOf(situation)).toEqual(row)
}, 120_000)

test.skipIf(!isWhole)(
  'the use of replicas of unequal speed is that of the golden report (bun run simulate)',
  async () => {
    expect(fleetReport()).toEqual(await goldenReport('fleets'))
  },
  120_000,
)
