import { describe, expect, test } from 'bun:test'
import { checkTypes, type Equal, type Expect } from '@sepal/kit/testing'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import {
  type ClassifierName,
  checkManifest,
  classifierNames,
  type Manifest,
  ManifestError,
  mapClassifiers,
  type PerClassifier,
  serviceVariable,
} from './manifest.ts'

checkTypes<
  [
    Expect<Equal<ClassifierName<typeof iris>, 'setosa' | 'virginica' | 'versicolor'>>,
    Expect<Equal<ClassifierName<Manifest>, string>>,
    Expect<
      Equal<PerClassifier<typeof iris, number>, { setosa: number; virginica: number; versicolor: number }>
    >,
  ]
>()

const rose = { model: 'rose.onnx', port: 8000, classes: ['rose', 'rest'] }
const lily = { model: 'lily.onnx', port: 8001, classes: ['lily', 'rest'] }
const height = { name: 'height', unit: 'cm', range: [1, 2] }
const flowers = {
  name: 'flowers',
  features: [height, { name: 'colour', unit: '', range: [0, 0] }],
  sample: [1.5, 0],
  classifiers: { rose, lily },
  combine: 'one-vs-rest',
}
const withRose = (change: object) => ({ ...flowers, classifiers: { rose: { ...rose, ...change }, lily } })
const withHeight = (change: object) => ({
  ...flowers,
  features: [{ ...height, ...change }, flowers.features[1]],
})
const without = (field: string) =>
  Object.fromEntries(Object.entries(flowers).filter(([name]) => name !== field))

function messageOf(candidate: unknown): string {
  try {
    checkManifest(candidate)
  } catch (error) {
    if (error instanceof ManifestError) return error.message
    throw error
  }
  throw new Error('it was accepted')
}

describe('checkManifest', () => {
  test.each([
    ['the iris ensemble', iris],
    ['another one', flowers],
    [
      'a longest name',
      {
        ...flowers,
        classifiers: { [`a${'b'.repeat(63)}`]: rose },
      },
    ],
  ])('accepts %s', (_, candidate) => {
    expect(() => checkManifest(candidate)).not.toThrow()
  })

  test.each<[unknown, string]>([
    [null, 'the whole is null, expected object'],
    [[], 'the whole is [], expected object'],
    ['flowers', 'the whole is "flowers", expected object'],
    [without('name'), 'name is missing, expected required property'],
    [{ ...flowers, name: '' }, 'name is "", expected string length greater or equal to 1'],
    [without('features'), 'features is missing, expected required property'],
    [{ ...flowers, features: [] }, 'features is [], expected array length to be greater or equal to 1'],
    [withHeight({ name: 7 }), 'features[0].name is 7, expected string'],
    [withHeight({ unit: null }), 'features[0].unit is null, expected string'],
    [
      withHeight({ range: [1] }),
      'features[0].range is [1], expected array length to be greater or equal to 2',
    ],
    [withHeight({ range: [2, 1] }), 'features[0].range is [2,1], expected [minimum, maximum]'],
    [
      withHeight({ name: 'colour' }),
      'features[1].name is "colour", expected a name of its own, not that of features[0].name',
    ],
    [{ ...flowers, sample: [1] }, 'sample is [1], expected 2 numbers, one a feature'],
    [{ ...flowers, sample: [1, 2, 3] }, 'sample is [1,2,3], expected 2 numbers, one a feature'],
    [{ ...flowers, sample: [1, '2'] }, 'sample[1] is "2", expected number'],
    [without('classifiers'), 'classifiers is missing, expected required property'],
    [{ ...flowers, classifiers: {} }, 'classifiers is {}, expected at least one classifier'],
    [{ ...flowers, classifiers: [rose] }, 'classifiers is "0", expected names like ^[a-z][a-z0-9_-]{0,63}$'],
    [{ ...flowers, classifiers: null }, 'classifiers is null, expected object'],
    [
      withRose({ model: 'roses/rose.onnx' }),
      'classifiers.rose.model is "roses/rose.onnx", expected string to match',
    ],
    [
      withRose({ model: '../rose.onnx' }),
      'classifiers.rose.model is "../rose.onnx", expected string to match',
    ],
    [withRose({ port: 0 }), 'classifiers.rose.port is 0, expected integer to be greater or equal to 1'],
    [
      withRose({ port: 65_536 }),
      'classifiers.rose.port is 65536, expected integer to be less or equal to 65535',
    ],
    [withRose({ port: '8000' }), 'classifiers.rose.port is "8000", expected integer'],
    [
      withRose({ port: 8001 }),
      'classifiers.lily.port is 8001, expected a port of its own, not that of classifiers.rose.port',
    ],
    [withRose({ classes: ['rose'] }), 'classifiers.rose.classes is ["rose"], expected array length'],
    [withRose({ colour: 'red' }), 'classifiers.rose.colour is "red", expected'],
    [
      { ...flowers, combine: 'vote' },
      'combine is "vote", expected one of one-vs-rest, one-vs-rest-normalized',
    ],
    [without('combine'), 'combine is missing, expected one of one-vs-rest, one-vs-rest-normalized'],
    [{ ...flowers, colour: 'red' }, 'colour is "red", expected'],
    [
      { ...flowers, classifiers: { 'red-rose': rose, red_rose: lily } },
      'classifiers.red_rose is "SERVICE_RED_ROSE", expected a name whose environment variable is its own, not that of classifiers.red-rose',
    ],
  ])('refuses %j', (candidate, message) => {
    expect(messageOf(candidate)).toStartWith(`ensemble.json: ${message}`)
  })

  test.each([
    '',
    'Rose',
    '1rose',
    '-rose',
    '_rose',
    'red rose',
    'rose/..',
    'röse',
    'rose\n',
    `a${'b'.repeat(64)}`,
    '__proto__',
    'constructor!',
    '~1',
  ])('refuses the name %j before anything is made of it', (name) => {
    // Its entry is wrong too: the name is what is looked at first.
    const classifiers = JSON.parse(`{${JSON.stringify(name)}:null}`)
    expect(messageOf({ ...flowers, classifiers })).toStartWith('ensemble.json: classifiers is ')
    expect(messageOf({ ...flowers, classifiers })).toEndWith('expected names like ^[a-z][a-z0-9_-]{0,63}$')
  })

  test('refuses numbers that float32 cannot hold', () => {
    expect(messageOf({ ...flowers, sample: [1e39, 0] })).toStartWith(
      'ensemble.json: sample[0] is 1e+39, expected',
    )
    expect(messageOf(withHeight({ range: [0, 1e39] }))).toStartWith(
      'ensemble.json: features[0].range[1] is 1e+39',
    )
  })

  test('cuts what is long', () => {
    expect(messageOf({ ...flowers, combine: 'x'.repeat(5000) }).length).toBeLessThan(250)
  })
})

describe('names', () => {
  test('keep the order of the manifest', () => {
    expect(classifierNames(iris)).toEqual(['setosa', 'virginica', 'versicolor'])
    expect(Object.keys(mapClassifiers(iris, (name) => name.length))).toEqual([
      'setosa',
      'virginica',
      'versicolor',
    ])
  })

  test.each([
    ['rose', 'SERVICE_ROSE'],
    ['red-rose', 'SERVICE_RED_ROSE'],
    ['rose_2-b-c', 'SERVICE_ROSE_2_B_C'],
  ])('%s has the variable %s', (name, variable) => {
    expect(serviceVariable(name)).toBe(variable)
  })
})
