import { expect, test } from 'bun:test'
import manifest from '../../../../models/ensemble.json'
import golden from '../../fixtures/scikit-learn.golden.json'
import { readDataset as readBytes } from './dataset.ts'

const readDataset = (text: string, columns: Parameters<typeof readBytes>[1]) =>
  readBytes(new TextEncoder().encode(text), columns)
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

const expected = { rows: [[1, 2]], labels: ['big'] }

test.each([
  ['lines that end as on Windows', 'width,height,kind\r\n1,2,big\r\n'],
  ['quotes and a column of row numbers, as R writes them', '"","width","height","kind"\n"1",1,2,"big"\n'],
  ['semicolons and other spelling', 'Kind;Width;HEIGHT\nbig;1;2\n'],
  ['NDJSON', '{"width":1,"height":2,"kind":"big"}\n'],
  ['a byte order mark', '\u{feff}width,height,kind\n1,2,big\n'],
])('reads %s', (_, text) => expect(readDataset(text, columns)).toEqual(expected))

test('reads UTF-16', () => {
  const bytes = Buffer.from('\u{feff}width,height,kind\n1,2,big\n', 'utf16le')
  expect(readBytes(bytes, columns)).toEqual(expected)
})

test.each([
  ['width,kind\n1,big', 'no column for height among width, kind'],
  ['width,height\n1,2', 'no column for kind among width, height'],
  ['width,height,kind', 'it has a header but no rows'],
  ['', 'it is empty'],
  ['width,height,kind\n1,2,big\n1,big', 'line 3: it has 2 cells, expected 3'],
  ['width,height,kind\n1,tall,big', 'line 2: height is "tall", expected a number'],
  ['width,height,kind\n,2,big', 'line 2: width is empty, expected a number'],
  ['width,height,kind\n1,Infinity,big', 'height is "Infinity"'],
  ['width,height,kind,width\n1,2,big,3', 'columns 1 and 4 are both named width'],
  ['width,height,kind\n1,"2,big', 'line 2: a quote is never closed'],
  ['version https://git-lfs.github.com/spec/v1\n', 'a Git LFS pointer'],
])('refuses %j', (csv, message) => {
  expect(() => readDataset(csv, columns)).toThrow(message)
})

test("the committed data is scikit-learn's, which differs from UCI's in two rows", async () => {
  const csv = await Bun.file(new URL('../../../../models/iris.csv', import.meta.url)).bytes()
  const features = Object.keys(manifest.features)
  const { rows, labels } = golden
  expect(readBytes(csv, { features, label: 'species' })).toEqual({ rows, labels })
})
