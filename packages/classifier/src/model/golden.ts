import { basename } from 'node:path'
import type { Answer, Output, RowCodec, WireValue } from '@sepal/ensemble'
import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { ContractError } from './contract-error.ts'
import type { Model } from './model.ts'
import type { Rows } from './rows.ts'

const Scalar = Type.Union([Type.Number(), Type.String(), Type.Boolean(), Type.Null()])

/** Rows, and what the library that trained the model answers to them. */
const GoldenFile = Type.Object(
  {
    rows: Type.Array(Type.Record(Type.String(), Scalar), { minItems: 1, description: 'rows by name' }),
    expected: Type.Array(
      Type.Union([
        Type.Number(),
        Type.String(),
        Type.Array(Type.Number()),
        Type.Record(Type.String(), Type.Number()),
      ]),
      { description: 'an answer for each row: a number, a label, or probabilities as a list or by class' },
    ),
    tolerance: Type.Optional(
      Type.Number({ minimum: 0, description: 'how far a number may be off; 1e-4 if absent' }),
    ),
  },
  { additionalProperties: false },
)
type GoldenFile = Static<typeof GoldenFile>

const DEFAULT_TOLERANCE = 1e-4

/** Rows whose answers are known, ready to ask. */
export type Golden = {
  file: string
  rows: readonly Readonly<Record<string, WireValue>>[]
  /** `[N, W]` */
  expected: readonly (readonly number[])[]
  tolerance: number
}

/** A row for which the model says something else than the library did. */
export type GoldenMismatch = { row: number; expected: Answer; found: Answer; detail: string }

/**
 * Reads golden rows.
 * @throws ContractError when they are not in the form of one, or not of this classifier
 */
export async function readGolden(path: string, codec: RowCodec, output: Output): Promise<Golden> {
  const file = basename(path)
  const { rows, expected, tolerance = DEFAULT_TOLERANCE } = await parse(path)
  if (rows.length !== expected.length) {
    throw new ContractError(
      `as many answers as rows in ${file}`,
      `${rows.length} rows, ${expected.length} answers`,
    )
  }
  for (const [place, row] of rows.entries()) checkRow(row, codec, `rows[${place}] of ${file}`)
  return {
    file,
    rows,
    tolerance,
    expected: expected.map((answer, place) => numbersFor(answer, output, `${file}: expected[${place}]`)),
  }
}

async function parse(path: string): Promise<GoldenFile> {
  const file = Bun.file(path)
  const expected = `golden rows in ${basename(path)}: { "rows": [ … ], "expected": [ … ], "tolerance": 1e-4 }`
  if (!(await file.exists())) throw new ContractError(expected, 'no such file')
  let content: unknown
  try {
    content = await file.json()
  } catch (cause) {
    throw new ContractError(expected, cause instanceof Error ? cause.message : String(cause), { cause })
  }
  if (Value.Check(GoldenFile, content)) return content
  const [first] = Value.Errors(GoldenFile, content)
  throw new ContractError(expected, `${first?.path.slice(1).replaceAll('/', '.')}: ${first?.message}`)
}

function checkRow(row: Readonly<Record<string, WireValue>>, codec: RowCodec, where: string) {
  for (const { name, valueSchema, mayBeMissing, expected } of codec.features) {
    const value = row[name] ?? null
    const isRight = value === null ? mayBeMissing : Value.Check(valueSchema, value)
    if (!isRight) throw new ContractError(`${name} in ${where}: ${expected}`, JSON.stringify(value))
  }
}

function numbersFor(answer: GoldenFile['expected'][number], output: Output, where: string): number[] {
  const isByClass = typeof answer === 'object' && !Array.isArray(answer)
  const listed = isByClass ? output.classes.map((name) => answer[name] ?? Number.NaN) : answer
  const numbers = output.numbersOf(listed)
  const fault = typeof numbers === 'string' ? numbers : output.fault(Float64Array.from(numbers))
  if (fault === undefined && typeof numbers !== 'string') return numbers
  throw new ContractError(`an answer of this classifier at ${where}`, `${JSON.stringify(answer)} (${fault})`)
}

/** Asks the model for the golden rows and tells which answers are off by more than the tolerance. */
export async function compareGolden(
  model: Model,
  { rows, expected, tolerance }: Golden,
  { codec, output }: { codec: RowCodec; output: Output },
): Promise<{ mismatches: GoldenMismatch[]; worst: number }> {
  const { numbers, failed } = await model.predict(encodedRows(rows, codec))
  const mismatches: GoldenMismatch[] = []
  let worst = 0
  for (const [row, answer] of expected.entries()) {
    const at = row * output.width
    const difference = answer.reduce(
      (most, value, i) => Math.max(most, Math.abs(value - (numbers[at + i] ?? Number.NaN))),
      0,
    )
    worst = Math.max(worst, difference)
    // Written so that NaN fails too.
    if (difference <= tolerance) continue
    mismatches.push({
      row,
      expected: output.answerOf(Float64Array.from(answer), 0),
      found: output.answerOf(numbers, at),
      detail:
        failed.find((other) => other.row === row)?.detail ?? `off by ${difference}, tolerance ${tolerance}`,
    })
  }
  return { mismatches, worst }
}

function encodedRows(rows: Golden['rows'], codec: RowCodec): Rows {
  const encoded = codec.encodeNamed(rows)
  return { numbers: Float64Array.from(encoded.rows.flat()), texts: encoded.texts }
}

/**
 * Compares a model with its golden rows.
 * @throws ContractError with the first row whose answer is another one
 */
export async function checkGolden(
  model: Model,
  golden: Golden,
  contract: { codec: RowCodec; output: Output },
): Promise<{ rows: number; worst: number }> {
  const { mismatches, worst } = await compareGolden(model, golden, contract)
  const [first] = mismatches
  if (first === undefined) return { rows: golden.rows.length, worst }
  throw new ContractError(
    `${JSON.stringify(first.expected)} for row ${first.row} of ${golden.file}`,
    `${JSON.stringify(first.found)}, ${first.detail}; ${mismatches.length} of ${golden.rows.length} rows differ, the worst by ${worst}`,
    {
      advice:
        'if the model is the right one, write the golden file anew; a tolerance in it applies to numbers',
    },
  )
}
