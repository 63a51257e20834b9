import { describe, expect, test } from 'bun:test'
import type { Cell, Sample } from '../measure/sample.ts'
import { processTable, resultsTable } from './results-table.ts'

const proxy = { name: 'proxy', cpuMs: 500, rssBeforeBytes: 80e6, rssBytes: 90e6, pssBytes: 60e6 }
const sample: Sample = {
  answered: 1000,
  errors: 0,
  durationMs: 1000,
  requestsPerSecond: 1000,
  p50Ms: 1,
  p99Ms: 2,
  p999Ms: 3,
  wrongAnswers: 0,
  processes: [proxy],
}
const cell: Cell = {
  scenario: '64',
  load: 'single rows',
  contestant: 'sepal',
  rowsPerRequest: 1,
  samples: [sample],
}

/** The cells of a Markdown table, titles first. */
const read = (table: string) =>
  table.split('\n').flatMap((line, i) =>
    i === 1
      ? []
      : [
          line
            .split('|')
            .slice(1, -1)
            .map((text) => text.trim()),
        ],
  )

describe('the results', () => {
  test('have a line each, and only columns with known values', () => {
    expect(read(resultsTable([cell]))).toEqual([
      [
        'load',
        'contestant',
        'requests/s',
        'p50 ms',
        'p99 ms',
        'p99.9 ms',
        'errors',
        'CPU ms/request',
        'MB',
        'MB PSS',
        'rows/call',
      ],
      ['single rows', 'sepal', '1,000', '1', '2', '3', '0', '0.5', '90', '60', '-'],
    ])
  })

  test('show the range over the rounds, and the ratio to the do-nothing route', () => {
    const limit = { ...cell, contestant: 'do-nothing route', samples: [sample, sample] }
    const samples = [sample, { ...sample, requestsPerSecond: 500 }]
    const [titles = [], , line = []] = read(resultsTable([limit, { ...cell, samples }]))
    expect(line[titles.indexOf('lowest–highest')]).toBe('500–1,000')
    expect(line[titles.indexOf('÷ limit')]).toBe('0.75 (0.5–1)')
  })

  test('show rows a second when requests have several rows', () => {
    const [titles = [], line = []] = read(resultsTable([{ ...cell, rowsPerRequest: 64 }]))
    expect(line[titles.indexOf('rows/s')]).toBe('64,000')
  })

  test('show the rate of an open loop and how late the tool was', () => {
    const samples = [{ ...sample, offeredPerSecond: 2000, toolLagP99Ms: 1.25 }]
    const [titles = [], line = []] = read(resultsTable([{ ...cell, samples }]))
    expect(line[titles.indexOf('offered/s')]).toBe('2,000')
    expect(line[titles.indexOf('tool late p99 ms')]).toBe('1.25')
  })

  test('show the answered shares of single rows and of bulk', () => {
    const bulk = { rows: 4096, rowsPerSecond: 500, shareAnswered: 0.5 }
    const samples = [{ ...sample, shareAnswered: 0.99, bulk }]
    const [titles = [], line = []] = read(resultsTable([{ ...cell, samples }]))
    expect(line[titles.indexOf('answered')]).toBe('99 %')
    expect(line[titles.indexOf('bulk answered')]).toBe('50 %')
  })
})

describe('the processes', () => {
  test('show memory before the first sample and after the last', () => {
    const later = { ...proxy, rssBeforeBytes: 90e6, rssBytes: 95e6 }
    const table = processTable([{ ...cell, samples: [sample, { ...sample, processes: [later] }] }])
    expect(read(table)[1]).toEqual(['single rows', 'sepal', 'proxy', '80', '95', '1'])
  })

  test('are unknown where the system does not report them', () => {
    expect(processTable([{ ...cell, samples: [{ ...sample, processes: [] }] }])).toBe(
      'memory of each process: -',
    )
  })
})
