import { describe, expect, test } from 'bun:test'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { checkManifest } from './manifest.ts'
import { ManifestError } from './manifest-error.ts'

const rose = { model: 'rose.onnx', port: 8000, probabilities: { rose: {}, rest: {} } }
const lily = { model: 'lily.onnx', port: 8001, probabilities: { lily: {}, rest: {} } }
const flowers = {
  name: 'flowers',
  features: {
    height: { number: { unit: 'cm', range: [1, 2] } },
    petals: { integer: { missing: {} } },
    colour: { category: { red: {}, blue: {} }, missing: {} },
    wild: { boolean: {} },
    note: { text: { missing: {} } },
  },
  sample: { height: 1.5, petals: null, colour: 'red', wild: false },
  classifiers: { rose, lily },
  combine: { 'one-vs-rest': {} },
}
const withRose = (change: object) => ({ ...flowers, classifiers: { rose: { ...rose, ...change }, lily } })
const withFeature = (name: string, entry: unknown) => ({
  ...flowers,
  features: { ...flowers.features, [name]: entry },
})
const withSample = (change: object) => ({ ...flowers, sample: { ...flowers.sample, ...change } })
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
    ['one with every kind of feature', flowers],
    ['the longest name', { ...flowers, classifiers: { [`a${'b'.repeat(63)}`]: rose } }],
    ['a category with a value called missing', withFeature('colour', { category: { red: {}, missing: {} } })],
    ['a subset of the features', withRose({ features: ['wild', 'height'] })],
    ['features by input', withRose({ inputs: { numbers: ['height', 'petals'], note: ['note'] } })],
    ['logits', withRose({ logits: {}, golden: 'rose.golden.json', output: 'scores' })],
  ])('accepts %s', (_, candidate) => {
    expect(() => checkManifest(candidate)).not.toThrow()
  })

  test.each<[unknown, string]>([
    [null, 'the file is null, expected an object with name, features, sample, classifiers and combine'],
    [[], 'the file is [], expected an object'],
    [without('name'), 'name is missing, expected a name'],
    [{ ...flowers, name: '' }, 'name is "", expected a name'],
    [without('features'), 'features is missing, expected an object of features by name'],
    [{ ...flowers, features: {} }, 'features is {}, expected an object of features by name'],
    [withFeature('height', {}), 'features.height is {}, expected an object with one of number, integer,'],
    [
      withFeature('height', { number: {}, text: {} }),
      'features.height is {"number":{},"text":{}}, expected an object with one of number, integer,',
    ],
    [withFeature('height', { float: {} }), 'features.height is {"float":{}}, expected an object with one of'],
    [
      withFeature('height', { number: {}, missing: {} }),
      'features.height.missing is {}, expected no such field: it stands inside number',
    ],
    [withFeature('height', { number: { unit: null } }), 'features.height.number.unit is null, expected what'],
    [withFeature('height', { number: { range: [1] } }), 'features.height.number.range is [1], expected obs'],
    [
      withFeature('height', { number: { range: [2, 1] } }),
      'features.height.number.range is [2,1], expected [minimum, maximum]',
    ],
    [
      withFeature('height', { number: { range: [0, 1e39] } }),
      'features.height.number.range[1] is 1e+39, expected a number that fits float32',
    ],
    [
      withFeature('colour', { category: {} }),
      'features.colour.category is {}, expected an object with a key',
    ],
    [withFeature('extra', { number: {} }), 'sample.extra is missing, expected a finite number'],
    [withSample({ height: '2' }), 'sample.height is "2", expected a finite number that fits float32'],
    [withSample({ height: 1e39 }), 'sample.height is 1e+39, expected a finite number that fits float32'],
    [withSample({ height: null }), 'sample.height is null, expected a finite number that fits float32'],
    [withSample({ petals: 1.5 }), 'sample.petals is 1.5, expected a whole number up to 2^53 - 1, or null'],
    [withSample({ colour: 'green' }), 'sample.colour is "green", expected one of "red", "blue", or null'],
    [withSample({ smell: 1 }), 'sample.smell is 1, expected no such field: it is not a feature'],
    [without('classifiers'), 'classifiers is missing, expected an object of classifiers by name'],
    [{ ...flowers, classifiers: {} }, 'classifiers is {}, expected at least one classifier'],
    [{ ...flowers, classifiers: [rose] }, 'classifiers is [{"model":"rose.onnx"'],
    [{ ...flowers, classifiers: null }, 'classifiers is null, expected an object of classifiers by name'],
    [
      withRose({ model: 'roses/rose.onnx' }),
      'classifiers.rose.model is "roses/rose.onnx", expected the name of a .onnx file beside ensemble.json',
    ],
    [withRose({ model: '../rose.onnx' }), 'classifiers.rose.model is "../rose.onnx", expected the name of'],
    [withRose({ port: 0 }), 'classifiers.rose.port is 0, expected a whole number from 1 to 65535'],
    [withRose({ port: 65_536 }), 'classifiers.rose.port is 65536, expected a whole number from 1 to 65535'],
    [withRose({ port: '8000' }), 'classifiers.rose.port is "8000", expected a whole number from 1 to 65535'],
    [
      withRose({ port: 8001 }),
      'classifiers.lily.port is 8001, expected a port of its own, not that of classifiers.rose.port',
    ],
    [
      withRose({ probabilities: { rose: {} } }),
      'classifiers.rose.probabilities is {"rose":{}}, expected an object with a key for each of two or more classes',
    ],
    [
      withRose({ probabilities: null }),
      'classifiers.rose.probabilities is null, expected an object with a key',
    ],
    [withRose({ model: undefined }), 'classifiers.rose.model is missing, expected the name of a .onnx file'],
    [withRose({ colour: 'red' }), 'classifiers.rose.colour is "red", expected no such field'],
    [
      withRose({ features: ['age'] }),
      'classifiers.rose.features[0] is "age", expected one of height, petals',
    ],
    [withRose({ features: [] }), 'classifiers.rose.features is [], expected the features that it takes'],
    [withRose({ inputs: { x: ['age'] } }), 'classifiers.rose.inputs.x[0] is "age", expected one of height'],
    [
      withRose({ features: ['wild'], inputs: { x: ['height'] } }),
      'classifiers.rose.inputs.x[0] is "height", expected one of wild',
    ],
    [
      { ...flowers, combine: { vote: {} } },
      'combine is {"vote":{}}, expected an object with one of one-vs-rest',
    ],
    [{ ...flowers, combine: 'one-vs-rest' }, 'combine is "one-vs-rest", expected an object with one of'],
    [without('combine'), 'combine is missing, expected an object with one of one-vs-rest'],
    [{ ...flowers, colour: 'red' }, 'colour is "red", expected no such field'],
    [
      { ...flowers, classifiers: { 'red-rose': rose, red_rose: lily } },
      'classifiers.red_rose is "SERVICE_RED_ROSE", expected a name whose environment variable is its own, not that of classifiers.red-rose',
    ],
    [
      withRose({ probabilities: lily.probabilities }),
      'combine is "one-vs-rest", expected "soft-vote", as rose and lily have the same classes, lily, rest: one-vs-rest is for',
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
  ])('refuses the classifier name %j before anything is made of it', (name) => {
    // Its entry is wrong too: the name is looked at first.
    const classifiers = JSON.parse(`{${JSON.stringify(name)}:null}`)
    const message = messageOf({ ...flowers, classifiers })
    expect(message).toStartWith('ensemble.json: a name in classifiers is ')
    expect(message).toEndWith(', expected a letter of a-z, then at most 63 of a-z, 0-9, _ and -')
  })

  test.each(['proxy', 'constructor'])('refuses the reserved name %s', (name) => {
    expect(messageOf({ ...flowers, classifiers: { [name]: rose } })).toBe(
      `ensemble.json: a name in classifiers is "${name}", expected another: it is reserved`,
    )
  })

  test('cuts long values', () => {
    expect(messageOf({ ...flowers, combine: 'x'.repeat(5000) }).length).toBeLessThan(300)
  })
})
