import type { Static, TSchema } from '@sinclair/typebox'
import type { ManifestFault } from '../manifest-error.ts'

/** A value of a row as callers send it. */
export type WireValue = number | string | boolean | null

/**
 * A kind of feature: what its entry in a manifest may say, and how a caller's value becomes a number. A gap is `null`
 * on the wire and NaN on the way to a model, for every kind; no kind sees one.
 */
export interface FeatureKind<Tag extends string = string, Options extends TSchema = TSchema> {
  readonly tag: Tag
  /** of what stands behind the tag */
  readonly options: Options
  /** What is wrong with the options that a schema cannot say. */
  fault?(options: Static<Options>): ManifestFault | undefined
  bind(options: Static<Options>): FeatureCodec
}

/** A kind with its options. */
export interface FeatureCodec {
  /** of a value on the wire */
  readonly valueSchema: TSchema
  /** what a caller may send, in words */
  readonly expected: string
  /** whether float32 holds every value */
  readonly fitsFloat32: boolean
  /** what `/metadata` tells beside the name */
  readonly description: object
  /** `undefined`: the value is its own number */
  readonly encode?: (value: WireValue, texts: string[]) => number
  decode(number: number, texts: readonly string[]): WireValue
}
