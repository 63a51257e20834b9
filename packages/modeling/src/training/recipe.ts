import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { InputError } from '../input-error.ts'

const LARGEST_SEED = 2 ** 32 - 1

const Seed = Type.Integer({ minimum: 0, maximum: LARGEST_SEED })

const RecipeSchema = Type.Object(
  {
    data: Type.String({ minLength: 1, description: 'CSV file beside the recipe' }),
    label: Type.String({ minLength: 1, description: 'the column with the labels' }),
    split: Type.Object(
      { testFraction: Type.Number({ exclusiveMinimum: 0, exclusiveMaximum: 1 }), seed: Seed },
      { additionalProperties: false },
    ),
    svm: Type.Object(
      {
        C: Type.Number({ exclusiveMinimum: 0 }),
        gamma: Type.Union([Type.Literal('scale'), Type.Number({ exclusiveMinimum: 0 })]),
        tolerance: Type.Number({ exclusiveMinimum: 0 }),
      },
      { additionalProperties: false },
    ),
    calibration: Type.Object(
      { folds: Type.Integer({ minimum: 2 }), seed: Seed },
      { additionalProperties: false, description: "Platt's sigmoid is fitted on cross-validated decisions" },
    ),
  },
  { additionalProperties: false },
)

/** How a folder's models are trained: `training.json`. */
export type Recipe = Static<typeof RecipeSchema>

/** @throws InputError with the first wrong field */
export function parseRecipe(text: string): Recipe {
  const candidate = parseJson(text)
  if (Value.Check(RecipeSchema, candidate)) return candidate
  const first = Value.Errors(RecipeSchema, candidate).First()
  const found = JSON.stringify(first?.value) ?? 'missing'
  throw new InputError(`training.json: ${first?.path || 'the whole'} is ${found}: ${first?.message}`)
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    throw new InputError(`training.json is not JSON: ${cause instanceof Error ? cause.message : cause}`)
  }
}
