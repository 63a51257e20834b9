import { ManifestError } from './manifest-error.ts'

/**
 * The manifest of version 0.1 said features as a list, classes as a list and `combine` as a text.
 * @returns the same in today's form, or `undefined` for what is not of that version
 * @throws ManifestError where the lists cannot be read
 */
export function convertedManifest(candidate: unknown): Record<string, unknown> | undefined {
  if (!isObject(candidate)) return undefined
  const { features, classifiers, combine, sample } = candidate
  const entries = isObject(classifiers) ? Object.entries(classifiers) : []
  const isOld =
    Array.isArray(features) ||
    typeof combine === 'string' ||
    entries.some(([, entry]) => isObject(entry) && 'classes' in entry)
  if (!isOld) return undefined
  const names = Array.isArray(features) ? features.map(nameOf) : []
  return {
    ...candidate,
    ...(Array.isArray(features) && { features: featuresOf(features, names) }),
    ...(Array.isArray(sample) && { sample: sampleOf(sample, names) }),
    ...(isObject(classifiers) && {
      classifiers: Object.fromEntries(entries.map(([name, entry]) => [name, classifierOf(name, entry)])),
    }),
    ...(typeof combine === 'string' && { combine: { [combine]: {} } }),
  }
}

function nameOf(feature: unknown, place: number): string {
  const name = isObject(feature) ? feature.name : feature
  if (typeof name === 'string' && name !== '') return name
  throw new ManifestError(`features[${place}].name`, name, 'a name of its own')
}

function featuresOf(features: readonly unknown[], names: readonly string[]) {
  const described = features.map((feature, place): [string, unknown] => {
    const { name: _, ...options } = isObject(feature) ? feature : {}
    return [names[place] ?? '', { number: options }]
  })
  return inOrder('features', described, 'a name of its own')
}

function sampleOf(sample: readonly unknown[], names: readonly string[]) {
  if (sample.length !== names.length) {
    throw new ManifestError('sample', sample, `${names.length} numbers, one for each feature`)
  }
  return Object.fromEntries(names.map((name, place) => [name, sample[place]]))
}

function classifierOf(name: string, entry: unknown): unknown {
  if (!isObject(entry) || !Array.isArray(entry.classes)) return entry
  const { classes, ...others } = entry
  const field = `classifiers.${name}.classes`
  const named = classes.map((label: unknown): [string, unknown] => {
    if (typeof label === 'string' && label !== '') return [label, {}]
    throw new ManifestError(field, classes, 'a list of names')
  })
  return { ...others, probabilities: inOrder(field, named, 'different names') }
}

/** An object with its keys in the order of a list: each once, and none that JavaScript would move to the front. */
function inOrder(field: string, entries: readonly [string, unknown][], expected: string) {
  const object = Object.fromEntries(entries)
  const [wanted, found] = [entries.map(([key]) => key), Object.keys(object)]
  if (new Set(wanted).size < wanted.length) throw new ManifestError(field, wanted, expected)
  if (wanted.some((key, place) => key !== found[place])) {
    throw new ManifestError(field, wanted, 'names that are not whole numbers, or these in ascending order')
  }
  return object
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
