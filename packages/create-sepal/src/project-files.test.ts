import { expect, test } from 'bun:test'
import { packageName } from './project-files.ts'

test.each([
  ['Iris 1', 'iris-1'],
  ['不正 検知', 'ensemble'],
  // Node takes `import 'sepal/testing'` in a package of that name for one of its own files.
  ['sepal', 'sepal-ensemble'],
])('the package of a folder called %j is %s', (folder, name) => {
  expect(packageName(folder)).toBe(name)
})
