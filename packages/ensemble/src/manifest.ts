import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { ClassifierEntry, nonEmpty } from './classifier-entry.ts'
import { FeatureEntry, type FeatureValue, featureFault, featureOf } from './features/feature.ts'
import { ManifestError, violationError } from './manifest-error.ts'
import { outputFault, outputTags } from './outputs/output.ts'
import { finalStage } from './served.ts'
import { serviceVariable } from './service-variable.ts'
import { CombineEntry, combineError, combineTagsInWords, isCombineTag } from './strategies/combine.ts'
import { STACK } from './strategies/stack-columns.ts'
import { tagsIn } from './tagged.ts'

/** Names become object keys, schema names, host names and environment variables, so they are plain. */
const NAME = /^[a-z][a-z0-9_-]{0,63}$/
const NAME_IN_WORDS = 'a letter of a-z, then at most 63 of a-z, 0-9, _ and -'
/** The proxy is a service beside the classifiers; every object has a constructor. */
const TAKEN = ['proxy', 'constructor']

export const ManifestSchema = Type.Object(
  {
    $schema: Type.Optional(Type.String({ description: 'where the JSON Schema of this file is' })),
    name: nonEmpty('a name'),
    features: Type.Record(Type.String({ minLength: 1 }), FeatureEntry, {
      minProperties: 1,
      description: 'an object of features by name, in the order of a row',
    }),
    sample: Type.Record(
      Type.String(),
      Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()], {
        description: 'a number, text, true, false or null',
      }),
      { description: 'an object with a plausible value for each feature' },
    ),
    classifiers: Type.Record(Type.String(), ClassifierEntry, {
      description: 'an object of classifiers by name',
    }),
    combine: CombineEntry,
  },
  {
    additionalProperties: false,
    description: 'an object with name, features, sample, classifiers and combine',
  },
)

/** An ensemble: its features, its classifiers by name and how their answers become one. */
export type Manifest = Static<typeof ManifestSchema>

/** A value of an array row. */
export type RowValue<M extends Manifest> = FeatureValue<M['features'][keyof M['features']]>

/**
 * Checks that a parsed `ensemble.json` is a manifest, with everything a schema cannot say:
 * names first (they become keys of schemas), then shapes, then what must agree with what.
 * @throws ManifestError for the first field that is wrong
 */
export function checkManifest(candidate: unknown): asserts candidate is Manifest {
  checkNames(candidate)
  checkTags(candidate)
  if (!Value.Check(ManifestSchema, candidate)) {
    const [first] = Value.Errors(ManifestSchema, candidate)
    throw first ? violationError(first) : new ManifestError('the file', candidate, 'a manifest')
  }
  checkFeatures(candidate)
  checkClassifiers(candidate)
  const error = combineError(candidate)
  if (error) throw error
  const stage = finalStage(candidate)
  if (stage) checkClassifiers(stage, () => 'combine.stack')
}

function checkNames(candidate: unknown) {
  const classifiers = memberOf(candidate, 'classifiers')
  if (classifiers === undefined) return
  const names = Object.keys(classifiers)
  if (names.length === 0) throw new ManifestError('classifiers', classifiers, 'at least one classifier')
  for (const name of names) {
    if (!NAME.test(name)) throw new ManifestError('a name in classifiers', name, NAME_IN_WORDS)
    if (TAKEN.includes(name))
      throw new ManifestError('a name in classifiers', name, 'another: it is reserved')
  }
}

/** That whatever needs a tag has exactly one. */
function checkTags(candidate: unknown) {
  const featureTags = Object.keys(FeatureEntry.properties ?? {}).filter((key) => key !== 'missing')
  for (const [name, entry] of Object.entries(memberOf(candidate, 'features') ?? {})) {
    checkTag(`features.${name}`, entry, featureTags)
  }
  for (const [name, entry] of Object.entries(memberOf(candidate, 'classifiers') ?? {})) {
    checkTag(`classifiers.${name}`, entry, outputTags)
  }
  const combine = memberOf(candidate, 'combine')
  if (combine) checkCombine(combine)
}

function checkCombine(combine: object) {
  const keys = Object.keys(combine)
  if (keys.length !== 1 || !keys.every(isCombineTag))
    throw new ManifestError('combine', combine, `an object with ${combineTagsInWords}`)
  const stack = memberOf(combine, 'stack')
  if (stack) checkTag('combine.stack', stack, outputTags)
}

function checkTag(place: string, entry: unknown, tags: readonly string[]) {
  if (typeof entry !== 'object' || entry === null || Array.isArray(entry)) return
  const found = tagsIn(entry, tags)
  if (found.length !== 1) throw new ManifestError(place, entry, `an object with one of ${tags.join(', ')}`)
}

function checkFeatures({ features, sample }: Manifest) {
  for (const [name, entry] of Object.entries(features)) {
    if (name === '__proto__') throw new ManifestError('a name in features', name, 'another: it is reserved')
    const fault = featureFault(entry)
    if (fault) throw ManifestError.at(`features.${name}`, fault)
    const { valueSchema, expected, mayBeMissing } = featureOf(name, entry)
    const value = sample[name] ?? null
    if (value === null ? !mayBeMissing : !Value.Check(valueSchema, value)) {
      throw new ManifestError(`sample.${name}`, sample[name], expected)
    }
  }
  for (const name of Object.keys(sample)) {
    if (!Object.hasOwn(features, name)) {
      throw new ManifestError(`sample.${name}`, sample[name], 'no such field: it is not a feature')
    }
  }
}

function checkClassifiers(
  { features, classifiers, combine }: Manifest,
  placeOf = (name: string) => `classifiers.${name}`,
) {
  const entries = Object.entries(classifiers)
  const ports = entries.map(([name, { port }]): [number, string] => [port, `classifiers.${name}.port`])
  if (combine.stack) {
    ports.push([combine.stack.port, 'combine.stack.port'])
    if (Object.hasOwn(classifiers, STACK)) {
      throw new ManifestError('a name in classifiers', STACK, 'another: it is that of the final model')
    }
  }
  for (const [name, entry] of entries) {
    const place = placeOf(name)
    const fault = outputFault(entry)
    if (fault) throw ManifestError.at(place, fault)
    if (entry.logits && entry.probabilities === undefined) {
      throw new ManifestError(
        `${place}.logits`,
        entry.logits,
        'no such field: only probabilities have logits',
      )
    }
    checkFeatureNames(`${place}.features`, entry.features ?? [], Object.keys(features))
    for (const [input, names] of Object.entries(entry.inputs ?? {})) {
      checkFeatureNames(`${place}.inputs.${input}`, names, entry.features ?? Object.keys(features))
    }
  }
  unique(ports, 'a port of its own')
  // SERVICE_<NAME> writes "-" as "_": two names that differ only there could not be told apart.
  unique(
    entries.map(([name]) => [serviceVariable(name), `classifiers.${name}`]),
    'a name whose environment variable is its own',
  )
}

function checkFeatureNames(place: string, names: readonly string[], known: readonly string[]) {
  for (const [i, name] of names.entries()) {
    if (!known.includes(name)) throw new ManifestError(`${place}[${i}]`, name, `one of ${known.join(', ')}`)
  }
}

function unique(values: [value: unknown, field: string][], expected: string) {
  const seen = new Map<unknown, string>()
  for (const [value, field] of values) {
    const other = seen.get(value)
    if (other !== undefined) throw new ManifestError(field, value, `${expected}, not that of ${other}`)
    seen.set(value, field)
  }
}

function memberOf(candidate: unknown, key: string): object | undefined {
  if (typeof candidate !== 'object' || candidate === null) return undefined
  const member: unknown = Object.entries(candidate).find(([name]) => name === key)?.[1]
  return typeof member === 'object' && member !== null && !Array.isArray(member) ? member : undefined
}

/** The JSON Schema of `ensemble.json`, for editors, as text. */
export function manifestJsonSchemaText(): string {
  const schema = {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    title: 'ensemble.json',
    ...ManifestSchema,
  }
  return `${JSON.stringify(schema, null, 2)}\n`
}
