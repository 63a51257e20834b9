import type { Manifest } from './manifest.ts'

/** The names of a manifest's classifiers, as literal types where the manifest has them. */
export type ClassifierName<M extends Manifest> = keyof M['classifiers'] & string

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
