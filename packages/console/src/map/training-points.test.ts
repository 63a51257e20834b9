import { expect, test } from 'bun:test'
import { pointsIn } from './training-points.ts'

const features = ['height', 'leaves'].map((name) => ({ name, unit: '', range: [0, 1] }))

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
