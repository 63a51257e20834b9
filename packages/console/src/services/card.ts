import type { Model } from '../api/wire.ts'

/** What the page understands of a model card, which may have less, and more that is not shown. */
export type Card = {
  data?: { file?: string; label?: string; sha256?: string; rows?: number }
  split?: { method?: string; trainRows?: number; testRows?: number }
  method?: string
  /** those that are a single number, by name */
  metrics: readonly (readonly [name: string, value: number])[]
  confusion?: Confusion
  calibration: readonly CalibrationBin[]
  /** of a regressor: its errors, and what it predicted for rows of the test set */
  errors: readonly ErrorBin[]
  predicted: readonly Predicted[]
  model?: { file?: string; sha256?: string; bytes?: number }
}

/** How many rows of each class (lines) were taken for which class (columns). */
export type Confusion = { classes: readonly string[]; counts: readonly (readonly number[])[] }

/** Rows whose probability is within a stretch: how sure the model was of them, and how often it was right. */
export type CalibrationBin = { rows: number; meanProba: number; ownShare: number }

/** Rows whose error, predicted minus actual, is within a stretch. */
export type ErrorBin = { from: number; to: number; rows: number }

/** What a row of the test set is, and what was predicted for it. */
export type Predicted = readonly [actual: number, predicted: number]

type Json = Readonly<Record<string, unknown>>

/** The part of a model's card that is known here; `undefined` if the model has no card. */
export function cardOf({ card }: Model): Card | undefined {
  if (card === undefined) return undefined
  const { data, split, method, metrics, model, calibrationCurve, errorDistribution, predictedAgainstActual } =
    card
  const confusion = isJson(metrics) ? confusionOf(metrics.confusionMatrix) : undefined
  const methodName = isJson(method) ? method.name : method
  return {
    ...(isJson(data) && { data: { ...texts(data, 'file', 'label', 'sha256'), ...numbers(data, 'rows') } }),
    ...(isJson(split) && {
      split: { ...texts(split, 'method'), ...numbers(split, 'trainRows', 'testRows') },
    }),
    ...(typeof methodName === 'string' && { method: methodName }),
    metrics: isJson(metrics) ? Object.entries(metrics).filter(isNumbered) : [],
    ...(confusion && { confusion }),
    calibration: Array.isArray(calibrationCurve) ? calibrationCurve.flatMap(binOf) : [],
    errors: Array.isArray(errorDistribution) ? errorDistribution.flatMap(errorBinOf) : [],
    predicted: Array.isArray(predictedAgainstActual) ? predictedAgainstActual.filter(isPredicted) : [],
    ...(isJson(model) && { model: { ...texts(model, 'file', 'sha256'), ...numbers(model, 'bytes') } }),
  }
}

function confusionOf(matrix: unknown): Confusion | undefined {
  if (!isJson(matrix)) return undefined
  const { classes, counts } = matrix
  if (!Array.isArray(classes) || !Array.isArray(counts) || classes.length === 0) return undefined
  const isSquare = counts.length === classes.length && counts.every((line) => isNumbers(line, classes.length))
  return isSquare ? { classes: classes.map(String), counts } : undefined
}

function binOf(bin: unknown): CalibrationBin[] {
  if (!isJson(bin)) return []
  const { rows, meanProba, ownShare } = bin
  const isBin = typeof rows === 'number' && typeof meanProba === 'number' && typeof ownShare === 'number'
  return isBin ? [{ rows, meanProba, ownShare }] : []
}

function errorBinOf(bin: unknown): ErrorBin[] {
  if (!isJson(bin)) return []
  const { from, to, rows } = bin
  return typeof from === 'number' && typeof to === 'number' && typeof rows === 'number'
    ? [{ from, to, rows }]
    : []
}

const isPredicted = (pair: unknown): pair is Predicted => isNumbers(pair, 2)

function isJson(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function isNumbered(entry: [string, unknown]): entry is [string, number] {
  return typeof entry[1] === 'number'
}

function isNumbers(value: unknown, length: number): value is number[] {
  return Array.isArray(value) && value.length === length && value.every((item) => typeof item === 'number')
}

function texts<K extends string>(json: Json, ...keys: K[]): Partial<Record<K, string>> {
  const found: Partial<Record<K, string>> = {}
  for (const key of keys) {
    const value = json[key]
    if (typeof value === 'string') found[key] = value
  }
  return found
}

function numbers<K extends string>(json: Json, ...keys: K[]): Partial<Record<K, number>> {
  const found: Partial<Record<K, number>> = {}
  for (const key of keys) {
    const value = json[key]
    if (typeof value === 'number') found[key] = value
  }
  return found
}
