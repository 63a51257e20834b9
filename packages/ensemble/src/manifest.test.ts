import { describe, expect, test } from 'bun:test'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { checkManifest } from './manifest.ts'
import { ManifestError } from './manifest-error.ts'

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
    [null, 'the whole is null, expected an object with name, features, sample, classifiers and combine'],
    [[], 'the whole is [], expected an object'],
    ['flowers', 'the whole is "flowers", expected an object'],
    [without('name'), 'name is missing, expected a name'],
    [{ ...flowers, name: '' }, 'name is "", expected a name'],
    [without('features'), 'features is missing, expected what the numbers of a row are'],
    [{ ...flowers, features: [] }, 'features is [], expected what the numbers of a row are'],
    [withHeight({ name: 7 }), 'features[0].name is 7, expected a name of its own'],
    [withHeight({ unit: null }), 'features[0].unit is null, expected what the number counts, "" for none'],
    [withHeight({ range: [1] }), 'features[0].range is [1], expected observed [minimum, maximum]'],
    [withHeight({ range: [2, 1] }), 'features[0].range is [2,1], expected [minimum, maximum]'],
    [
      withHeight({ name: 'colour' }),
      'features[1].name is "colour", expected a name of its own, not that of features[0].name',
    ],
    [{ ...flowers, sample: [1] }, 'sample is [1], expected 2 numbers, one a feature'],
    [{ ...flowers, sample: [1, 2, 3] }, 'sample is [1,2,3], expected 2 numbers, one a feature'],
    [{ ...flowers, sample: [1, '2'] }, 'sample[1] is "2", expected a number that fits float32'],
    [without('classifiers'), 'classifiers is missing, expected an object of classifiers by name'],
    [{ ...flowers, classifiers: {} }, 'classifiers is {}, expected at least one classifier'],
    [
      { ...flowers, classifiers: [rose] },
      'classifiers is [{"model":"rose.onnx","port":8000,"classes":["rose","rest"]}], expected an object',
    ],
    [{ ...flowers, classifiers: null }, 'classifiers is null, expected an object of classifiers by name'],
    [
      withRose({ model: 'roses/rose.onnx' }),
      'classifiers.rose.model is "roses/rose.onnx", expected the name of an .onnx file beside ensemble.json',
    ],
    [
      withRose({ model: '../rose.onnx' }),
      'classifiers.rose.model is "../rose.onnx", expected the name of an .onnx file beside ensemble.json',
    ],
    [withRose({ port: 0 }), 'classifiers.rose.port is 0, expected a whole number from 1 to 65535'],
    [withRose({ port: 65_536 }), 'classifiers.rose.port is 65536, expected a whole number from 1 to 65535'],
    [withRose({ port: '8000' }), 'classifiers.rose.port is "8000", expected a whole number from 1 to 65535'],
    [
      withRose({ port: 8001 }),
      'classifiers.lily.port is 8001, expected a port of its own, not that of classifiers.rose.port',
    ],
    [
      withRose({ classes: ['rose'] }),
      'classifiers.rose.classes is ["rose"], expected two or more different names',
    ],
    [
      withRose({ classes: ['rose', 'rose'] }),
      'classifiers.rose.classes is ["rose","rose"], expected two or more different names',
    ],
    [withRose({ classes: ['rose', ''] }), 'classifiers.rose.classes[1] is "", expected a name'],
    [withRose({ model: undefined }), 'classifiers.rose.model is missing, expected the name of an .onnx file'],
    [withRose({ colour: 'red' }), 'classifiers.rose.colour is "red", expected no such field'],
    [
      { ...flowers, combine: 'vote' },
      'combine is "vote", expected one of one-vs-rest, one-vs-rest-normalized',
    ],
    [without('combine'), 'combine is missing, expected one of one-vs-rest, one-vs-rest-normalized'],
    [{ ...flowers, colour: 'red' }, 'colour is "red", expected no such field'],
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
    const message = messageOf({ ...flowers, classifiers })
    expect(message).toStartWith('ensemble.json: a name in classifiers is ')
    expect(message).toEndWith(', expected a letter of a-z, then at most 63 of a-z, 0-9, _ and -')
  })

  test.each(['proxy', 'constructor'])('refuses the name %s, which is taken', (name) => {
    expect(messageOf({ ...flowers, classifiers: { [name]: rose } })).toBe(
      `ensemble.json: a name in classifiers is "${name}", expected another, as it is taken`,
    )
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
