import { expect, test } from 'bun:test'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { checkManifest } from './manifest.ts'
import { convertedManifest } from './manifest-0-1.ts'
import { ManifestError } from './manifest-error.ts'

const old = {
  name: 'iris',
  features: [
    { name: 'sepal_length', unit: 'cm', range: [4.3, 7.9] },
    { name: 'sepal_width', unit: 'cm', range: [2.0, 4.4] },
    { name: 'petal_length', unit: 'cm', range: [1.0, 6.9] },
    { name: 'petal_width', unit: 'cm', range: [0.1, 2.5] },
  ],
  sample: [5.1, 3.5, 1.4, 0.2],
  classifiers: {
    setosa: { model: 'setosa.onnx', port: 8000, classes: ['setosa', 'rest'] },
    virginica: { model: 'virginica.onnx', port: 8001, classes: ['virginica', 'rest'] },
    versicolor: { model: 'versicolor.onnx', port: 8002, classes: ['versicolor', 'rest'] },
  },
  combine: 'one-vs-rest',
}
const withSetosa = (change: object) => ({
  ...old,
  classifiers: { setosa: { ...old.classifiers.setosa, ...change } },
})

function messageOf(candidate: unknown): string {
  try {
    checkManifest(convertedManifest(candidate))
  } catch (error) {
    if (error instanceof ManifestError) return error.message
    throw error
  }
  throw new Error('it was accepted')
}

test('a manifest of version 0.1 becomes the same in the new form', () => {
  const { $schema: _, ...today } = iris
  expect(JSON.stringify(convertedManifest(old))).toBe(JSON.stringify(today))
  expect(() => checkManifest(convertedManifest(old))).not.toThrow()
})

test('leaves alone what is not of version 0.1', () => {
  for (const candidate of [iris, null, [], 'iris', {}]) expect(convertedManifest(candidate)).toBeUndefined()
})

test.each<[unknown, string]>([
  [{ ...old, features: [{ unit: '' }] }, 'features[0].name is missing, expected a name of its own'],
  [{ ...old, features: [old.features[0], old.features[0]], sample: [1, 2] }, 'features is ["sepal_length",'],
  [{ ...old, sample: [1] }, 'sample is [1], expected 4 numbers, one for each feature'],
  [{ ...old, combine: 'vote' }, 'combine is {"vote":{}}, expected an object with one of one-vs-rest'],
  [withSetosa({ classes: ['a', 'a'] }), 'classifiers.setosa.classes is ["a","a"], expected different names'],
  [withSetosa({ classes: ['a', 7] }), 'classifiers.setosa.classes is ["a",7], expected a list of names'],
  [
    withSetosa({ classes: ['10', '2'] }),
    'classifiers.setosa.classes is ["10","2"], expected names that are not whole numbers',
  ],
])('refuses %j', (candidate, message) => {
  expect(messageOf(candidate)).toStartWith(`ensemble.json: ${message}`)
})

test('takes classes that are whole numbers in ascending order', () => {
  expect(() => checkManifest(convertedManifest(withSetosa({ classes: ['0', '1'] })))).not.toThrow()
})
