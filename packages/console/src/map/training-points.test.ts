import { expect, test } from 'bun:test'
import { pointsIn } from './training-points.ts'

const features = ['height', 'leaves'].map((name) => ({ name }))

test('columns are found by the names of the features', () => {
  const csv = 'plant,"leaves",colour,height\nrose,40,red,1.2\nlily,7,"white, pale",0.8\n'
  expect(pointsIn(csv, 'plant', { features })).toEqual([
    { values: [1.2, 40], label: 'rose' },
    { values: [0.8, 7], label: 'lily' },
  ])
})

test('a line without numbers is left out', () => {
  expect(pointsIn('plant,leaves,height\nrose,many,1\nlily,3\nlily,3,1', 'plant', { features })).toEqual([
    { values: [1, 3], label: 'lily' },
  ])
})

test.each(['', 'height,leaves\n1,2', 'plant,height\nrose,1'])('%p has none', (csv) => {
  expect(pointsIn(csv, 'plant', { features })).toEqual([])
})

test('only numbers of features that are numbers are read', () => {
  const csv = 'plant,height,soil,leaves\nrose,1.2,clay,40\n'
  const mixed = [{ name: 'height' }, { name: 'soil', kind: 'text' }, { name: 'leaves' }] as const
  expect(pointsIn(csv, 'plant', { features: mixed })).toEqual([
    { values: [1.2, Number.NaN, 40], label: 'rose' },
  ])
})
