import type { ClassifierName } from './classifier-names.ts'
import type { Manifest } from './manifest.ts'
import { servedEntries } from './served.ts'
import type { STACK } from './strategies/stack-columns.ts'

/** A name under which something is served: a classifier's, or `stack` where there is one. */
export type ServedName<M extends Manifest> =
  | ClassifierName<M>
  | (M['combine'] extends { stack: object } ? typeof STACK : never)

/** The entry of what is served under a name. */
export type ServedEntry<M extends Manifest, N> =
  N extends ClassifierName<M> ? M['classifiers'][N] : M['combine'] extends { stack: infer E } ? E : never

/** One value for each that is served, by name. */
export type PerServed<M extends Manifest, V> = { [N in ServedName<M>]: V }

/** The names of everything that is served: the classifiers in the manifest's order, then the final model. */
export function servedNames<const M extends Manifest>(manifest: M): ServedName<M>[] {
  // Object.keys forgets the literal keys.
  return Object.keys(servedEntries(manifest)) as ServedName<M>[]
}

/** Makes one value for each that is served, in the order of `servedNames`. */
export function mapServed<const M extends Manifest, V>(
  manifest: M,
  make: (name: ServedName<M>, place: number) => V,
): PerServed<M, V> {
  const object: Record<string, V> = {}
  for (const [place, name] of servedNames(manifest).entries()) object[name] = make(name, place)
  // The names are the keys of PerServed, which the index signature forgets.
  return object as PerServed<M, V>
}
