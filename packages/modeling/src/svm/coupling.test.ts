import { expect, test } from 'bun:test'
import { couple } from './coupling.ts'

test.each([0, 0.001, 0.02, 0.3, 0.5, 0.7, 0.98, 0.999, 1])('of %p stays close to it, within 0 and 1', (p) => {
  const coupled = couple(p)
  expect(coupled).toBeGreaterThan(0)
  expect(coupled).toBeLessThan(1)
  expect(Math.abs(coupled - p)).toBeLessThan(0.01)
})
