import { type ObjectOptions, type SchemaOptions, type Static, type TSchema, Type } from '@sinclair/typebox'
import {
  type ClassifierName,
  classifierNames,
  mapClassifiers,
  type PerClassifier,
} from './classifier-names.ts'
import { FLOAT32_MAX } from './float32.ts'
import type { Manifest } from './manifest.ts'

/**
 * What a caller sends: rows of numbers in the order of the manifest's features, `{ data: [N, F] }` with
 * `1 ≤ N ≤ maxRows`; every number finite and within float32. `options` go to the array of rows.
 */
export function rowsSchema(manifest: Manifest, maxRows: number, options: SchemaOptions = {}) {
  const width = manifest.features.length
  const value = Type.Number({ minimum: -FLOAT32_MAX, maximum: FLOAT32_MAX })
  const row = Type.Array(value, {
    minItems: width,
    maxItems: width,
    description: manifest.features.map(({ name, unit }) => (unit ? `${name} (${unit})` : name)).join(', '),
  })
  return Type.Object(
    {
      data: Type.Array(row, {
        minItems: 1,
        maxItems: maxRows,
        description: `[N, ${width}] float32`,
        ...options,
      }),
    },
    { additionalProperties: false, examples: [{ data: [manifest.sample] }] },
  )
}

/** One row's probabilities, `[K] float32`; the first one is "it is". */
export function probabilitiesSchema(classes: readonly string[]) {
  return Type.Array(Type.Number({ minimum: 0, maximum: 1 }), {
    minItems: classes.length,
    maxItems: classes.length,
    description: `probability of ${classes.join(', ')}`,
  })
}

/** The schema of an object with one property a classifier, typed by their names. */
export function perClassifierSchema<const M extends Manifest, S extends TSchema>(
  manifest: M,
  schemaOf: (name: ClassifierName<M>) => S,
  options: ObjectOptions = {},
) {
  return Type.Unsafe<PerClassifier<M, Static<S>>>(Type.Object(mapClassifiers(manifest, schemaOf), options))
}

/** One of the manifest's classifier names. */
export function labelSchema<const M extends Manifest>(manifest: M) {
  return Type.Unsafe<ClassifierName<M>>(
    Type.Union(
      classifierNames(manifest).map((name) => Type.Literal(name)),
      { description: 'name of a classifier' },
    ),
  )
}

export const HealthSchema = Type.Object({ health: Type.Literal('ok') }, { description: 'it is well' })

/** What a classifier says of itself, enough for a proxy to see whether it is the one it looks for. */
export const ClassifierMetadataSchema = Type.Object({
  classifier: Type.String({ description: 'its name in the manifest' }),
  data_type: Type.Literal('float32'),
  data_structure: Type.String({ description: 'shape of one row, as in "(1,4)"' }),
  data_sample: Type.Array(Type.Array(Type.Number())),
  prediction_type: Type.Literal('float32'),
  prediction_structure: Type.String({ description: 'shape of one answer, as in "(1,2)"' }),
  prediction_sample: Type.Array(Type.Number(), { description: 'the answer to data_sample' }),
  features: Type.Array(Type.String()),
  classes: Type.Array(Type.String()),
  model: Type.Object({
    file: Type.String(),
    sha256: Type.String({ pattern: '^[0-9a-f]{64}$' }),
    input: Type.String({ description: "name of the model's input" }),
    output: Type.String({ description: "name of the model's output of probabilities" }),
  }),
  runtime: Type.Object({ bun: Type.String(), onnxruntime: Type.String() }),
})
export type ClassifierMetadata = Static<typeof ClassifierMetadataSchema>

/** The wire's way to write a shape: `(1,4)`. */
export const shapeOf = (width: number) => `(1,${width})`
