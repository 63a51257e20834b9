import { expect, test } from 'bun:test'
import { type Life, livesTable, startsTable } from './footprint-tables.ts'

const held = (proxy: number, rose: number) =>
  new Map([
    ['proxy', { pssBytes: proxy * 1e6, cpuMs: 0 }],
    ['rose', { pssBytes: rose * 1e6, cpuMs: 0 }],
  ])
const idle = (proxy: number, rose: number) =>
  new Map([
    ['proxy', proxy],
    ['rose', rose],
  ])

const life: Life = {
  name: 'bun start',
  starts: [
    { answerMs: 500, cpuMs: 900 },
    { answerMs: 700, cpuMs: 1100 },
    { answerMs: 600, cpuMs: 1000 },
  ],
  memory: { atRest: held(30, 40), afterLoad: held(50, 41), afterBulk: held(80, 44), later: held(70, 42) },
  idle: { before: idle(0.001, 0.0005), after: idle(0.002, 0.0005) },
}

test('a start has its median, and the fastest and the slowest one', () => {
  expect(startsTable([life]).split('\n').at(-1)).toBe('| bun start |   0.6 (0.5–0.7) | 1 (0.9–1.1) |')
})

test('each process has a line, and all of them together', () => {
  const cells = livesTable([life])
    .split('\n')
    .slice(2)
    .map((line) => line.split('|').map((cell) => cell.trim()))
  expect(cells.map((line) => line.slice(1, -1))).toEqual([
    ['bun start', 'proxy', '30', '50', '80', '70', '0.1 %', '0.2 %'],
    ['bun start', 'rose', '40', '41', '44', '42', '0.05 %', '0.05 %'],
    ['bun start', 'all', '70', '91', '124', '112', '0.15 %', '0.25 %'],
  ])
})
