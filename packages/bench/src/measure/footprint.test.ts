import { expect, test } from 'bun:test'
import { cpuMsOf, footprintOf, pssBytesOf } from './footprint.ts'

const footprint = new Map([
  ['proxy', { pssBytes: 40, cpuMs: 1 }],
  ['rose', { pssBytes: 50, cpuMs: 2 }],
])

test('a system has used and holds what its processes have and do', () => {
  expect(cpuMsOf(footprint)).toBe(3)
  expect(pssBytesOf(footprint)).toBe(90)
})

test.if(process.platform === 'linux')('processes of one name are one, and an ended one is none', async () => {
  const { pid } = process
  const found = await footprintOf([
    { name: 'test', pid },
    { name: 'gone', pid: 2 ** 30 },
  ])
  const twice = await footprintOf([
    { name: 'test', pid },
    { name: 'test', pid },
  ])
  expect([...found.keys()]).toEqual(['test'])
  expect(pssBytesOf(found)).toBeGreaterThan(0)
  expect(pssBytesOf(twice)).toBeGreaterThan(1.5 * pssBytesOf(found))
})
