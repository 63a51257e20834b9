import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { FLOAT32_MAX } from './float32.ts'

/** The ways to fold the classifiers' probabilities into one label. The proxy has a file for each. */
export const combineStrategies = ['one-vs-rest', 'one-vs-rest-normalized'] as const
export type CombineStrategy = (typeof combineStrategies)[number]

/** Names become object keys, schema names, host names and environment variables, so they are plain. */
const NAME = /^[a-z][a-z0-9_-]{0,63}$/

const finite32 = Type.Number({ minimum: -FLOAT32_MAX, maximum: FLOAT32_MAX })

/** One number of a row. */
export const FeatureSchema = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    unit: Type.String({ description: 'what the number counts, "" for none' }),
    range: Type.Array(finite32, { minItems: 2, maxItems: 2, description: 'observed [minimum, maximum]' }),
  },
  { additionalProperties: false },
)

const ClassifierEntry = Type.Object(
  {
    model: Type.String({ pattern: '^[^/\\\\]+\\.onnx$', description: 'file name beside the manifest' }),
    port: Type.Integer({ minimum: 1, maximum: 65535 }),
    classes: Type.Array(Type.String({ minLength: 1 }), {
      minItems: 2,
      description: 'what each probability stands for; the first one is "it is"',
    }),
  },
  { additionalProperties: false },
)

const ManifestSchema = Type.Object(
  {
    name: Type.String({ minLength: 1 }),
    features: Type.Array(FeatureSchema, { minItems: 1 }),
    sample: Type.Array(finite32, { description: 'one row of plausible values, in the order of features' }),
    classifiers: Type.Record(Type.String(), ClassifierEntry),
    // A JSON import widens literals to string; the check below still admits only the known names.
    combine: Type.Unsafe<string>(Type.Union(combineStrategies.map((name) => Type.Literal(name)))),
  },
  { additionalProperties: false },
)

/** An ensemble: its features, its classifiers by name and how their answers become one. */
export type Manifest = Static<typeof ManifestSchema>

/** The names of a manifest's classifiers, as literal types where the manifest has them. */
export type ClassifierName<M extends Manifest> = keyof M['classifiers'] & string

/** Says which field of a manifest is wrong, what was found there and what was expected. */
export class ManifestError extends Error {
  override name = 'ManifestError'
  constructor(
    readonly field: string,
    readonly found: unknown,
    readonly expected: string,
  ) {
    super(`ensemble.json: ${field} is ${brief(found)}, expected ${expected}`)
  }
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/**
 * Checks that a parsed `ensemble.json` is one, with everything a schema cannot say:
 * names first (they become keys of schemas), then shapes, then what must agree with what.
 * @throws ManifestError for the first field that is wrong
 */
export function checkManifest(candidate: unknown): asserts candidate is Manifest {
  checkNames(candidate)
  if (!Value.Check(ManifestSchema, candidate)) {
    const first = Value.Errors(ManifestSchema, candidate).First()
    if (first?.path === '/combine') {
      throw new ManifestError('combine', first.value, `one of ${combineStrategies.join(', ')}`)
    }
    throw new ManifestError(fieldOf(first?.path ?? ''), first?.value, expectation(first))
  }
  checkAgreement(candidate)
}

function checkNames(candidate: unknown) {
  if (typeof candidate !== 'object' || candidate === null || !('classifiers' in candidate)) return
  const { classifiers } = candidate
  if (typeof classifiers !== 'object' || classifiers === null) return
  const names = Object.keys(classifiers)
  if (names.length === 0) throw new ManifestError('classifiers', classifiers, 'at least one classifier')
  for (const name of names) {
    if (!NAME.test(name)) throw new ManifestError('classifiers', name, `names like ${NAME.source}`)
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

/** `/classifiers/rose/port` as `classifiers.rose.port`, `/features/0` as `features[0]`. */
function fieldOf(path: string): string {
  const field = path.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')
  return field.replace(/^\./, '') || 'the whole'
}

function expectation(error: { message: string } | undefined): string {
  return (error?.message ?? 'a manifest').replace(/^Expected /, '').toLowerCase()
}

/** The environment variable with a classifier's addresses: `red-rose` → `SERVICE_RED_ROSE`. */
export function serviceVariable(classifier: string): string {
  return `SERVICE_${classifier.toUpperCase().replaceAll('-', '_')}`
}

/** A manifest's classifier names in the order in which they are written, which is also how ties fall. */
export function classifierNames<const M extends Manifest>(manifest: M): ClassifierName<M>[] {
  // Object.keys forgets the literal keys; Manifest's index signature holds nothing else.
  return Object.keys(manifest.classifiers) as ClassifierName<M>[]
}

/** One value a classifier, by name. */
export type PerClassifier<M extends Manifest, V> = { [N in ClassifierName<M>]: V }

/** Makes an object of entries that hold every classifier's name. */
export function byClassifier<const M extends Manifest, V>(
  entries: readonly (readonly [ClassifierName<M>, V])[],
): PerClassifier<M, V> {
  const object: Record<string, V> = {}
  for (const [name, value] of entries) object[name] = value
  // The names are the keys of PerClassifier, which the index signature forgets.
  return object as PerClassifier<M, V>
}

/** Makes one value for each of the names, which are all of a manifest's, without a list of entries between. */
export function fromNames<const M extends Manifest, V>(
  names: readonly ClassifierName<M>[],
  make: (name: ClassifierName<M>, place: number) => V,
): PerClassifier<M, V> {
  const object: Record<string, V> = {}
  for (const [place, name] of names.entries()) object[name] = make(name, place)
  // As in byClassifier.
  return object as PerClassifier<M, V>
}

/** Makes one value for each classifier, in the manifest's order. */
export function mapClassifiers<const M extends Manifest, V>(
  manifest: M,
  make: (name: ClassifierName<M>) => V,
): PerClassifier<M, V> {
  return fromNames<M, V>(classifierNames(manifest), make)
}
