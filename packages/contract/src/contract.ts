/** An object of a manifest: what stands behind a name or a tag. */
type Entry = Readonly<Record<string, unknown>>

/**
 * What callers depend on of an `ensemble.json`, in its form: features, output kinds and strategy. No file, port or
 * weight is in it. A client is typed by it as by the manifest.
 */
export type Contract = {
  readonly features: Readonly<Record<string, Entry>>
  readonly classifiers: Readonly<Record<string, Entry>>
  readonly combine: Readonly<Record<string, Entry>>
}

/** A manifest, or what its import looks like. */
export type Ensemble = {
  readonly features: object
  readonly classifiers: object
  readonly combine: object
}

const OUTPUTS = ['probabilities', 'value', 'score', 'label']
/** Options of a strategy that are values of its decisions. */
const LABELS = ['class', 'otherwise']
/** Stands for the path of a module that decides. */
const MODULE = './decide.ts'

/** The contract of a manifest; that of a contract is the same. */
export function contractOf({ features, classifiers, combine }: Ensemble): Contract {
  return {
    features: mapped(features, (entry) => ({ ...entry })),
    classifiers: mapped(classifiers, (entry) => only(entry, OUTPUTS)),
    combine: Object.fromEntries(
      entries(combine).map(([tag, options]) =>
        tag.startsWith('./') ? [MODULE, {}] : [tag, only(options, [...OUTPUTS, ...LABELS])],
      ),
    ),
  }
}

/** Whether a value of unknown origin has the form of a contract. */
export function isContract(value: unknown): value is Contract {
  if (!isObject(value)) return false
  return ['features', 'classifiers', 'combine'].every((part) => {
    const members = value[part]
    return isObject(members) && Object.values(members).every(isObject)
  })
}

export function isObject(value: unknown): value is Entry {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

const entries = (object: object): [string, Entry][] =>
  Object.entries(object).map(([name, value]) => [name, isObject(value) ? value : {}])

const mapped = (object: object, map: (entry: Entry) => Entry) =>
  Object.fromEntries(entries(object).map(([name, entry]) => [name, map(entry)]))

const only = (entry: Entry, keys: readonly string[]): Entry =>
  Object.fromEntries(Object.entries(entry).filter(([key]) => keys.includes(key)))
