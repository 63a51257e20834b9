import { describe, expect, test } from 'bun:test'
import { durationText, ProgressLine, progressText } from './progress.ts'

const begin = { rows: 0, share: 0 }

describe('the text', () => {
  test('says how far, how fast and how long', () => {
    const text = progressText({ rows: 1_500_000, share: 0.25 }, begin, 5000)
    expect(text).toBe(' 25 % █████░░░░░░░░░░░░░░░  1,500,000 rows  300,000 rows/s  0:15 left')
  })

  test('counts only what this run has done', () => {
    const text = progressText({ rows: 1500, share: 0.75 }, { rows: 1000, share: 0.5 }, 1000)
    expect(text).toEndWith('1,500 rows  500 rows/s  0:01 left')
  })

  test('says less where the size is not known', () => {
    expect(progressText({ rows: 10 }, { rows: 0 }, 1000)).toBe('10 rows  10 rows/s')
  })

  test('is well before anything was done', () => {
    expect(progressText(begin, begin, 0)).toBe('  0 % ░░░░░░░░░░░░░░░░░░░░  0 rows  0 rows/s')
  })
})

test.each([
  [0, '0:00'],
  [61_000, '1:01'],
  [3_725_000, '1:02:05'],
])('%d ms are %s', (ms, text) => expect(durationText(ms)).toBe(text))

test('the line is drawn ten times a second, no wider than the terminal, and goes away', () => {
  const written: string[] = []
  let now = 0
  const line = new ProgressLine({ columns: 30, write: (text) => written.push(text) }, () => now, begin)
  for (; now < 1000; now += 10) line.show({ rows: now, share: now / 1000 })
  expect(written).toHaveLength(10)
  for (const text of written) expect(text.replace('\r\x1b[K', '').length).toBeLessThan(30)
  line.clear()
  expect(written.at(-1)).toBe('\r\x1b[K')
})
