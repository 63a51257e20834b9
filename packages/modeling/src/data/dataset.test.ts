import { expect, test } from 'bun:test'
import manifest from '../../../../models/ensemble.json'
import golden from '../../fixtures/scikit-learn.golden.json'
import { readDataset } from './dataset.ts'

const columns = { features: ['width', 'height'], label: 'kind' }

test('takes the named columns in the order asked for', () => {
  const csv = 'kind,height,note,width\nbig,2,x,1\nsmall,0.25,y,-1e3\n'
  expect(readDataset(csv, columns)).toEqual({
    rows: [
      [1, 2],
      [-1000, 0.25],
    ],
    labels: ['big', 'small'],
  })
})

test('reads lines that end as on Windows', () => {
  expect(readDataset('width,height,kind\r\n1,2,big\r\n', columns).labels).toEqual(['big'])
})

test.each([
  ['width,kind\n1,big', 'no column for the feature "height"; its columns: width, kind'],
  ['width,height\n1,2', 'no column for the label "kind"; its columns: width, height'],
  ['width,height,kind', 'a header but no rows'],
  ['width,height,kind\n1,2,big\n1,big', 'line 3 has 2 cells, expected 3: "1,big"'],
  ['width,height,kind\n1,tall,big', 'line 2, column "height" is "tall", expected a finite number'],
  ['width,height,kind\n,2,big', 'line 2, column "width" is "", expected a finite number'],
  ['width,height,kind\n1,Infinity,big', 'column "height" is "Infinity"'],
])('refuses %j', (csv, message) => {
  expect(() => readDataset(csv, columns)).toThrow(message)
})

test("the committed data is scikit-learn's, which differs from UCI's in two rows", async () => {
  const csv = await Bun.file(new URL('../../../../models/iris.csv', import.meta.url)).text()
  const features = Object.keys(manifest.features)
  const { rows, labels } = golden
  expect(readDataset(csv, { features, label: 'species' })).toEqual({ rows, labels })
})
