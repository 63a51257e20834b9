import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { FLOAT32_MAX } from './float32.ts'
import { ManifestError, misfit } from './manifest-error.ts'
import { serviceVariable } from './service-variable.ts'

/** The ways to fold the classifiers' probabilities into one label. The proxy has a file for each. */
export const combineStrategies = ['one-vs-rest', 'one-vs-rest-normalized'] as const
export type CombineStrategy = (typeof combineStrategies)[number]

/** Names become object keys, schema names, host names and environment variables, so they are plain. */
const NAME = /^[a-z][a-z0-9_-]{0,63}$/
const NAME_IN_WORDS = 'a letter of a-z, then at most 63 of a-z, 0-9, _ and -'
/** The proxy is a service beside the classifiers, and what every object has already would be found there. */
const TAKEN = ['proxy', 'constructor']

// What is wrong with a field is told with its description: "port is 0, expected a whole number from 1 to 65535".
const finite32 = Type.Number({
  minimum: -FLOAT32_MAX,
  maximum: FLOAT32_MAX,
  description: 'a number that fits float32',
})
const nonEmpty = (description: string) => Type.String({ minLength: 1, description })

/** One number of a row. */
export const FeatureSchema = Type.Object(
  {
    name: nonEmpty('a name of its own'),
    unit: Type.String({ description: 'what the number counts, "" for none' }),
    range: Type.Array(finite32, { minItems: 2, maxItems: 2, description: 'observed [minimum, maximum]' }),
  },
  { additionalProperties: false },
)

const ClassifierEntry = Type.Object(
  {
    model: Type.String({
      pattern: '^[^/\\\\]+\\.onnx$',
      description: 'the name of an .onnx file beside ensemble.json',
    }),
    port: Type.Integer({ minimum: 1, maximum: 65535, description: 'a whole number from 1 to 65535' }),
    classes: Type.Array(nonEmpty('a name'), {
      minItems: 2,
      uniqueItems: true,
      description: 'two or more different names, one a probability, the first one for "it is"',
    }),
  },
  { additionalProperties: false, description: 'an object with model, port and classes' },
)

const ManifestSchema = Type.Object(
  {
    name: nonEmpty('a name'),
    features: Type.Array(FeatureSchema, { minItems: 1, description: 'what the numbers of a row are' }),
    sample: Type.Array(finite32, { description: 'one row of plausible values, in the order of features' }),
    classifiers: Type.Record(Type.String(), ClassifierEntry, {
      description: 'an object of classifiers by name',
    }),
    // A JSON import widens literals to string; the check below still admits only the known names.
    combine: Type.Unsafe<string>(
      Type.Union(
        combineStrategies.map((name) => Type.Literal(name)),
        { description: `one of ${combineStrategies.join(', ')}` },
      ),
    ),
  },
  {
    additionalProperties: false,
    description: 'an object with name, features, sample, classifiers and combine',
  },
)

/** An ensemble: its features, its classifiers by name and how their answers become one. */
export type Manifest = Static<typeof ManifestSchema>

/**
 * Checks that a parsed `ensemble.json` is one, with everything a schema cannot say:
 * names first (they become keys of schemas), then shapes, then what must agree with what.
 * @throws ManifestError for the first field that is wrong
 */
export function checkManifest(candidate: unknown): asserts candidate is Manifest {
  checkNames(candidate)
  if (!Value.Check(ManifestSchema, candidate)) {
    const [first] = Value.Errors(ManifestSchema, candidate)
    throw first ? misfit(first) : new ManifestError('the whole', candidate, 'a manifest')
  }
  checkAgreement(candidate)
}

function checkNames(candidate: unknown) {
  if (typeof candidate !== 'object' || candidate === null || !('classifiers' in candidate)) return
  const { classifiers } = candidate
  if (typeof classifiers !== 'object' || classifiers === null || Array.isArray(classifiers)) return
  const names = Object.keys(classifiers)
  if (names.length === 0) throw new ManifestError('classifiers', classifiers, 'at least one classifier')
  for (const name of names) {
    if (!NAME.test(name)) throw new ManifestError('a name in classifiers', name, NAME_IN_WORDS)
    if (TAKEN.includes(name))
      throw new ManifestError('a name in classifiers', name, 'another, as it is taken')
  }
}

function checkAgreement({ features, sample, classifiers }: Manifest) {
  const width = features.length
  if (sample.length !== width) throw new ManifestError('sample', sample, `${width} numbers, one a feature`)
  unique(
    features.map(({ name }, i) => [name, `features[${i}].name`]),
    'a name of its own',
  )
  features.forEach(({ range }, i) => {
    const [low = 0, high = 0] = range
    if (low > high) throw new ManifestError(`features[${i}].range`, range, '[minimum, maximum]')
  })
  const entries = Object.entries(classifiers)
  unique(
    entries.map(([name, { port }]) => [port, `classifiers.${name}.port`]),
    'a port of its own',
  )
  // SERVICE_<NAME> writes "-" as "_": two names that differ only there could not be told apart.
  unique(
    entries.map(([name]) => [serviceVariable(name), `classifiers.${name}`]),
    'a name whose environment variable is its own',
  )
}

function unique(values: [value: unknown, field: string][], expected: string) {
  const seen = new Map<unknown, string>()
  for (const [value, field] of values) {
    const other = seen.get(value)
    if (other !== undefined) throw new ManifestError(field, value, `${expected}, not that of ${other}`)
    seen.set(value, field)
  }
}
