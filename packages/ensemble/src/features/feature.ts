import { type Static, type TSchema, Type } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'
import { oneTag } from '../tagged.ts'
import { boolean } from './boolean.ts'
import { category } from './category.ts'
import type { FeatureCodec, FeatureKind, WireValue } from './feature-kind.ts'
import { integer } from './integer.ts'
import { number } from './number.ts'
import { missing } from './numeric.ts'
import { text } from './text.ts'

/** Every kind of feature, by its tag. A further one is a file, its line here and its line in ValueByKind. */
const kinds = { number, integer, boolean, category, text } as const
type Kinds = typeof kinds

/** What a caller sends for a feature of each kind, by the options behind its tag. */
interface ValueByKind<Options> {
  number: number
  integer: number
  boolean: boolean
  category: keyof Options & string
  text: string
}

/** A feature's entry in a manifest: exactly one tag, and `missing` beside a category. */
export type FeatureEntry = { [T in keyof Kinds]?: Static<Kinds[T]['options']> } & {
  missing?: Static<typeof missing>
}

export const FeatureEntry = Type.Unsafe<FeatureEntry>(
  oneTag(
    Object.fromEntries(Object.values(kinds).map(({ tag, options }): [string, TSchema] => [tag, options])),
    { missing },
  ),
)

type KindOf<E> = keyof E & keyof ValueByKind<unknown>
/** A category's `missing` stands beside its tag, where every key inside is a value. */
type Gap<E> = 'missing' extends keyof E
  ? null
  : { [T in Exclude<KindOf<E>, 'category'>]: 'missing' extends keyof E[T] ? null : never }[Exclude<
      KindOf<E>,
      'category'
    >]

/** What a caller sends for a feature. */
export type FeatureValue<E> = E extends unknown
  ? { [T in KindOf<E>]: ValueByKind<E[T]>[T] }[KindOf<E>] | Gap<E>
  : never

/** What `/metadata` says of a feature; of numbers alone, what all of them have. */
export type FeatureDescription<E> = [E] extends [{ number: infer O }]
  ? { name: string } & Pick<O, keyof O>
  : DescriptionOfEach<E>
type DescriptionOfEach<E> = E extends unknown
  ? {
      [T in KindOf<E>]: T extends 'number'
        ? { name: string } & E[T]
        : T extends 'category'
          ? { name: string; kind: T; values: string[] } & Omit<E, T>
          : { name: string; kind: T } & E[T]
    }[KindOf<E>]
  : never

/** A feature of a manifest, ready to read values. */
export interface Feature extends FeatureCodec {
  readonly name: string
  readonly kind: keyof Kinds
  readonly mayBeMissing: boolean
}

/**
 * The feature of an entry.
 * @throws RangeError for an entry that `checkManifest` would have refused
 */
export function featureOf(name: string, entry: FeatureEntry): Feature {
  const { kind, options } = kindOf(entry)
  const codec = kind.bind(options)
  const mayBeMissing = entry.missing !== undefined || ('missing' in options && kind !== kinds.category)
  if (!mayBeMissing) return { ...codec, name, kind: kind.tag, mayBeMissing }
  const { encode, decode } = codec
  return {
    ...codec,
    name,
    kind: kind.tag,
    mayBeMissing,
    expected: `${codec.expected}, or null`,
    description: kind === kinds.category ? { ...codec.description, missing: {} } : codec.description,
    encode: (value: WireValue, texts: string[]) =>
      value === null ? Number.NaN : encode === undefined ? Number(value) : encode(value, texts),
    decode: (value, texts) => (Number.isNaN(value) ? null : decode(value, texts)),
  }
}

/** What is wrong with an entry that has the form of one. */
export function featureFault(entry: FeatureEntry): ManifestFault | undefined {
  const { kind, options } = kindOf(entry)
  if (entry.missing !== undefined && kind !== kinds.category) {
    return { field: 'missing', found: entry.missing, expected: `no such field: it stands inside ${kind.tag}` }
  }
  const fault = kind.fault?.(options)
  return fault && { ...fault, field: `${kind.tag}.${fault.field}` }
}

type AnyKind = FeatureKind<keyof Kinds>

function kindOf(entry: FeatureEntry): { kind: AnyKind; options: object } {
  for (const kind of Object.values<AnyKind>(kinds)) {
    const options = entry[kind.tag]
    if (options !== undefined) return { kind, options }
  }
  throw new RangeError(`no kind of feature in ${JSON.stringify(entry)}`)
}
