import { expect, test } from 'bun:test'
import { summaryOf } from './summary.ts'

test('the summary has a line for each image', () => {
  const images = [
    { name: 'sepal/rose', bytesOverBase: 52_800_000, seconds: 12.34 },
    { name: 'sepal/proxy', bytesOverBase: 3_340_000, seconds: 0.1 },
  ]
  expect(summaryOf(images, { base: 'bun', tags: ['0.1.0', 'abc1234'] })).toBe(`
2 images, each tagged 0.1.0 and abc1234; sizes are over bun

  sepal/rose   +52.8 MB   12.3 s
  sepal/proxy   +3.3 MB    0.1 s
`)
})

test('one image is not counted as several', () => {
  const image = { name: 'sepal/server', bytesOverBase: 51_400_000, seconds: 5 }
  expect(summaryOf([image], { base: 'bun', tags: ['0.1.0'] })).toStartWith('\n1 image tagged 0.1.0; sizes')
})
