import { type ObjectOptions, type SchemaOptions, type Static, type TSchema, Type } from '@sinclair/typebox'
import {
  type ClassifierName,
  classifierNames,
  mapClassifiers,
  type PerClassifier,
} from './classifier-names.ts'
import { type Feature, featureOf } from './features/feature.ts'
import type { Manifest } from './manifest.ts'
import { OutputDescription } from './outputs/output-kind.ts'
import { type RowsBody, sampleRow } from './rows.ts'
import { mapServed, type PerServed, type ServedName } from './served-names.ts'

/** Keyword of a value's schema: what the error about a wrong value says was expected. */
const EXPECTED = 'x-expected'
/** Keyword of an object's schema: exactly one of its properties. */
const EXACTLY_ONE = 'x-exactly-one'

export type RowsOptions = {
  /** of a row, all if not given */
  features?: readonly string[]
  /** go to the arrays of rows */
  options?: SchemaOptions
}

/**
 * What a caller sends, `1 ≤ N ≤ maxRows` rows: `{ data: [N, F] }` in the order of the features, or `{ rows: [N] }` by
 * name. The schema lets both and neither through, see `rowsFault`.
 */
export function rowsSchema<const M extends Manifest>(
  manifest: M,
  maxRows: number,
  { features = Object.keys(manifest.features), options = {} }: RowsOptions = {},
) {
  const bound = features.map((name) => featureOf(name, manifest.features[name] ?? {}))
  const sample = sampleRow(manifest, features)
  const limits = { minItems: 1, maxItems: maxRows }
  const named = Object.fromEntries(features.map((name, place) => [name, sample[place] ?? null]))
  return Type.Unsafe<RowsBody<M>>(
    Type.Object(
      {
        data: Type.Optional(
          Type.Array(arrayRow(manifest, bound), {
            ...limits,
            description: `[N, ${bound.length}], rows in the order of the features`,
            ...options,
          }),
        ),
        rows: Type.Optional(
          Type.Array(namedRow(bound), { ...limits, description: 'rows by name', ...options }),
        ),
      },
      {
        additionalProperties: false,
        [EXACTLY_ONE]: true,
        examples: [{ data: [sample] }, { rows: [named] }],
      },
    ),
  )
}

/** What is wrong with a body that its schema has let through: it must have exactly one of `data` and `rows`. */
export function rowsFault(body: { data?: unknown; rows?: unknown }): string | undefined {
  if (body.data === undefined) return body.rows === undefined ? 'data is missing' : undefined
  return body.rows === undefined ? undefined : 'there are data and rows, expected one of them'
}

function arrayRow(manifest: Manifest, features: readonly Feature[]): TSchema {
  const width = { minItems: features.length, maxItems: features.length }
  const description = features.map((feature) => withUnit(manifest, feature)).join(', ')
  const [first] = features
  if (first !== undefined && features.every((feature) => isPlainNumber(feature))) {
    return Type.Array(first.valueSchema, { ...width, description })
  }
  return Type.Tuple(
    features.map((feature) => valueSchema(feature, `${feature.name}: ${feature.expected}`)),
    { description },
  )
}

function namedRow(features: readonly Feature[]): TSchema {
  const properties = features.map((feature): [string, TSchema] => {
    const schema = valueSchema(feature, feature.expected)
    return [feature.name, feature.mayBeMissing ? Type.Optional(schema) : schema]
  })
  return Type.Object(Object.fromEntries(properties), { additionalProperties: false })
}

function valueSchema({ valueSchema, mayBeMissing }: Feature, expected: string): TSchema {
  const schema = mayBeMissing ? Type.Union([...choices(valueSchema), Type.Null()]) : valueSchema
  return { ...schema, [EXPECTED]: expected }
}

/** A union in a union is written as one. */
function choices(schema: TSchema): TSchema[] {
  return Array.isArray(schema.anyOf) ? schema.anyOf : [schema]
}

function isPlainNumber({ kind, mayBeMissing }: Feature): boolean {
  return kind === 'number' && !mayBeMissing
}

function withUnit({ features }: Manifest, { name }: Feature): string {
  const entry = features[name]
  const unit = (entry?.number ?? entry?.integer)?.unit
  return unit ? `${name} (${unit})` : name
}

/** The schema of an object with one property for each classifier, typed by their names. */
export function perClassifierSchema<const M extends Manifest, S extends TSchema>(
  manifest: M,
  schemaOf: (name: ClassifierName<M>) => S,
  options: ObjectOptions = {},
) {
  return Type.Unsafe<PerClassifier<M, Static<S>>>(Type.Object(mapClassifiers(manifest, schemaOf), options))
}

/** The same, with a property for the final model of a stack too. */
export function perServedSchema<const M extends Manifest, S extends TSchema>(
  manifest: M,
  schemaOf: (name: ServedName<M>) => S,
  options: ObjectOptions = {},
) {
  return Type.Unsafe<PerServed<M, Static<S>>>(Type.Object(mapServed(manifest, schemaOf), options))
}

/** One of the manifest's classifier names. */
export function classifierNameSchema<const M extends Manifest>(manifest: M) {
  return Type.Unsafe<ClassifierName<M>>(
    Type.Union(
      classifierNames(manifest).map((name) => Type.Literal(name)),
      { description: 'name of a classifier' },
    ),
  )
}

export const HealthSchema = Type.Object({ health: Type.Literal('ok') }, { description: 'it is healthy' })

/** A type of numbers. */
const DataType = Type.Union([Type.Literal('float32'), Type.Literal('float64')])

/** What a classifier says about itself: enough for a proxy to tell whether it is the one that the manifest describes. */
export const ClassifierMetadataSchema = Type.Object({
  classifier: Type.String({ description: 'its name in the manifest' }),
  data_type: DataType,
  data_structure: Type.String({ description: 'shape of one row, as in "(1,4)"' }),
  data_sample: Type.Array(
    Type.Array(Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()])),
  ),
  prediction_type: DataType,
  prediction_structure: Type.String({ description: 'shape of one answer, as in "(1,2)"' }),
  prediction_sample: Type.Union([Type.Array(Type.Number()), Type.Number(), Type.String()], {
    description: 'the answer to data_sample',
  }),
  features: Type.Array(Type.String()),
  ...OutputDescription.properties,
  model: Type.Object({
    file: Type.String(),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    input: Type.String({ description: "name of the model's input" }),
    output: Type.String({ description: "name of the model's output that is read" }),
    repairs: Type.Optional(
      Type.Array(Type.String(), { description: 'what was changed in memory when the model was loaded' }),
    ),
  }),
  runtime: Type.Object({ bun: Type.String(), onnxruntime: Type.String() }),
})
export type ClassifierMetadata = Static<typeof ClassifierMetadataSchema>

/** How the wire writes a shape: `(1,4)`. */
export const shapeOf = (width: number) => `(1,${width})`
