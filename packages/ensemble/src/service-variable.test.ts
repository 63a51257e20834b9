import { expect, test } from 'bun:test'
import { serviceVariable } from './service-variable.ts'

test.each([
  ['rose', 'SERVICE_ROSE'],
  ['red-rose', 'SERVICE_RED_ROSE'],
  ['rose_2-b-c', 'SERVICE_ROSE_2_B_C'],
])('%s has the variable %s', (name, variable) => {
  expect(serviceVariable(name)).toBe(variable)
})
