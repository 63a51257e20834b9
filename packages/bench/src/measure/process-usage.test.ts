import { expect, test } from 'bun:test'
import { parseUsage, usageOf } from './process-usage.ts'

const status = 'Name:\tbun\nVmHWM:\t  90000 kB\nVmRSS:\t   80000 kB\nThreads:\t9\n'

const smaps =
  '5581a000-7ffc1000 ---p 00000000 00:00 0 [rollup]\nRss: 80000 kB\nPss:   50000 kB\nPss_Anon: 1 kB\n'

/** `utime` is the 14th field of stat, `stime` the 15th. */
const stat = (name: string, utime: number, stime: number) =>
  `17 (${name}) S 1 17 17 0 -1 4194304 5 0 0 0 ${utime} ${stime} 0 0 20 0 9 0 100 1000 500`

test('ticks are hundredths of a second, and memory is the resident memory, whole and in proportion', () => {
  expect(parseUsage(stat('bun', 150, 25), status, smaps)).toEqual({
    cpuMs: 1750,
    rssBytes: 80_000 * 1024,
    pssBytes: 50_000 * 1024,
  })
})

test('the name of a process may have spaces and parentheses', () => {
  expect(parseUsage(stat('a) S 9 (b', 150, 25), status, smaps)?.cpuMs).toBe(1750)
})

test('the usage of a zombie, which has no memory, is unknown', () => {
  expect(parseUsage(stat('bun', 1, 1), 'Name:\tbun\nState:\tZ (zombie)\n', '')).toBeUndefined()
})

test('the usage of a process that does not exist is unknown', async () => {
  expect(await usageOf(2 ** 30)).toBeUndefined()
})
