import { describe, expect, test } from 'bun:test'
import type { Distribution } from '../api/wire.ts'
import { linesOf, verdictOn } from './drift.ts'

const bins = [
  { is: 'yes', late: 30, training: 10 },
  { is: 'no', late: 10, training: 10 },
  { is: 'missing', late: 0, training: 0 },
]
const many = { lateRows: 1000, enoughRows: 200 }
const verdict = (psi: number, psiByChance: number) =>
  verdictOn({ of: 'label', bins, drift: { psi, psiByChance } }, many).is

describe('a distribution', () => {
  test('has drifted when the index is above 0.25 and above what it is by chance', () => {
    expect([verdict(0.3, 0.1), verdict(0.2, 0.1), verdict(0.05, 0.01), verdict(0.3, 0.5)]).toEqual([
      'drifted',
      'changed',
      'as-in-training',
      'as-in-training',
    ])
  })

  test('is not judged before there are enough rows, or without training', () => {
    const few = { lateRows: 12, enoughRows: 200 }
    expect(verdictOn({ of: 'label', bins }, few)).toEqual({ is: 'too-few', rows: 12, needed: 200 })
    const alone: Distribution = { of: 'label', bins: [{ is: 'yes', late: 3 }] }
    expect(verdictOn(alone, many)).toEqual({ is: 'unknown' })
  })

  test('is shown as shares, without missing values where there are none', () => {
    expect(linesOf({ of: 'label', bins })).toEqual([
      { is: 'yes', late: 0.75, training: 0.5 },
      { is: 'no', late: 0.25, training: 0.5 },
    ])
    expect(linesOf({ of: 'label', bins: [{ is: 'yes', late: 0 }] })).toEqual([
      { is: 'yes', late: 0, training: undefined },
    ])
  })
})
