import type { Feature, FeatureEntry, FeatureValue } from './features/feature.ts'
import { featureOf } from './features/feature.ts'
import type { WireValue } from './features/feature-kind.ts'
import type { Manifest, RowValue } from './manifest.ts'

/** A row by name; a feature that may be missing may also be left out. */
export type NamedRow<M extends Manifest> = Together<
  {
    [F in keyof M['features'] as IsGap<M['features'][F]> extends true ? never : F]: FeatureValue<
      M['features'][F]
    >
  } & {
    [F in keyof M['features'] as IsGap<M['features'][F]> extends true ? F : never]?: FeatureValue<
      M['features'][F]
    >
  }
>
type IsGap<E> = null extends FeatureValue<E> ? true : false
type Together<T> = T extends infer O ? { [K in keyof O]: O[K] } : never

/** What a caller sends: rows in the order of the features, or by name. */
export type RowsBody<M extends Manifest> = { data: RowValue<M>[][] } | { rows: NamedRow<M>[] }

/** Rows on their way to models: `[N, F]` numbers, and the texts that those of text features are places of. */
export type EncodedRows = {
  readonly rows: readonly (readonly number[])[]
  readonly texts: readonly string[]
}

const NO_TEXTS: readonly string[] = []

/** The names of a manifest's features, in the order of a row. */
export function featureNames({ features }: Pick<Manifest, 'features'>): string[] {
  return Object.keys(features)
}

/** The features that a classifier takes, in its order; all of them if it does not say. */
export function classifierFeatures(manifest: Manifest, classifier: string): string[] {
  return manifest.classifiers[classifier]?.features ?? featureNames(manifest)
}

/** A manifest's sample as an array row, of all features or of some. */
export function sampleRow(
  manifest: Manifest,
  names: readonly string[] = featureNames(manifest),
): WireValue[] {
  return names.map((name) => manifest.sample[name] ?? null)
}

/** Turns rows that their schema has let through into numbers, and back. */
export class RowCodec {
  readonly features: readonly Feature[]
  /** whether array rows are numbers as they are */
  readonly isPlain: boolean
  /** which numbers of a row are places of texts */
  readonly textPlaces: readonly number[]

  /** @param names of the features of a row, all of them if not given */
  constructor(
    manifest: { features: Readonly<Record<string, FeatureEntry>> },
    names = Object.keys(manifest.features),
  ) {
    this.features = names.map((name) => {
      const entry = manifest.features[name]
      if (entry === undefined) throw new RangeError(`no feature ${JSON.stringify(name)}`)
      return featureOf(name, entry)
    })
    this.isPlain = this.features.every(({ encode }) => encode === undefined)
    this.textPlaces = this.features.flatMap(({ kind }, place) => (kind === 'text' ? [place] : []))
  }

  /** whether a row has places of texts among its numbers */
  get hasTexts(): boolean {
    return this.textPlaces.length > 0
  }

  /** whether float32 holds all values of all features */
  get fitsFloat32(): boolean {
    return this.features.every(({ fitsFloat32 }) => fitsFloat32)
  }

  /** Array rows. Where they are numbers already, these are the same arrays. */
  encode(data: readonly (readonly WireValue[])[]): EncodedRows {
    // All values of a plain row are numbers, which its schema has made sure of.
    if (this.isPlain) return { rows: data as readonly (readonly number[])[], texts: NO_TEXTS }
    const texts: string[] = []
    return { rows: data.map((row) => this.#encodeRow((place) => row[place] ?? null, texts)), texts }
  }

  /** Rows by name. */
  encodeNamed(rows: readonly Readonly<Record<string, WireValue | undefined>>[]): EncodedRows {
    const texts: string[] = []
    const names = this.features.map(({ name }) => name)
    const encoded = rows.map((row) => this.#encodeRow((place) => row[names[place] ?? ''] ?? null, texts))
    return { rows: encoded, texts }
  }

  /** An array row as a caller would send it. */
  decode(row: ArrayLike<number>, texts: readonly string[]): WireValue[] {
    return this.features.map(({ decode }, place) => decode(row[place] ?? Number.NaN, texts))
  }

  #encodeRow(valueAt: (place: number) => WireValue, texts: string[]): number[] {
    return this.features.map(({ encode }, place) => {
      const value = valueAt(place)
      return encode === undefined ? Number(value) : encode(value, texts)
    })
  }
}
