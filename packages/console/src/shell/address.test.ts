import { expect, test } from 'bun:test'
import { hrefOf, readAddress } from './address.ts'

test.each([
  ['', { panel: 'try', chosen: {} }],
  ['#map', { panel: 'map', chosen: {} }],
  ['#elsewhere?row=1', { panel: 'try', chosen: { row: '1' } }],
  ['#map?x=petal%20length&row=1,2', { panel: 'map', chosen: { x: 'petal length', row: '1,2' } }],
] as const)('%p', (hash, address) => {
  expect(readAddress(hash)).toEqual(address)
})

test('an address that is written is read as it was', () => {
  const address = { panel: 'map', chosen: { row: '5.1,-3e-7', x: 'a & b?#', y: '花' } } as const
  expect(readAddress(hrefOf(address))).toEqual(address)
  expect(hrefOf({ panel: 'try', chosen: { row: '5.1,3.5' } })).toBe('#try?row=5.1,3.5')
})
