import { type Static, Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'
import { BenchError } from '../bench-error.ts'
import type { SampleRow } from './sample-rows.ts'

const ClassifierAnswer = Type.Object({ prediction: Type.Array(Type.Array(Type.Number())) })
const Single = Type.Record(Type.String(), Type.Object({ prediction: Type.Array(Type.Number()) }))
const Batch = Type.Record(Type.String(), ClassifierAnswer)
type Batch = Static<typeof Batch>

/** Each classifier's probabilities for every row, `[N, K]`, by name. */
export type ExpectedAnswers = ReadonlyMap<string, readonly (readonly number[])[]>

/**
 * Calls each classifier directly, with all rows at once.
 * @param urls each classifier's address by its name
 * @throws BenchError when one does not answer
 */
export async function askClassifiers(
  urls: ReadonlyMap<string, string>,
  rows: readonly SampleRow[],
): Promise<ExpectedAnswers> {
  const answers = [...urls].map(async ([name, url]): Promise<[string, number[][]]> => {
    const response = await fetch(`${url}/predict`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ data: rows }),
    })
    if (!response.ok) throw new BenchError(`${name} answered ${response.status} to ${rows.length} rows`)
    return [name, Value.Parse(ClassifierAnswer, await response.json()).prediction]
  })
  return new Map(await Promise.all(answers))
}

/** What is wrong with a classifier's own answer, if anything. */
export function wrongClassifierAnswer(
  expected: ExpectedAnswers,
  { name, numbers }: { name: string; numbers: readonly number[] },
  answer: unknown,
): string | undefined {
  if (!Value.Check(ClassifierAnswer, answer)) return 'not an answer of a classifier'
  return differenceOf(expected, numbers, { [name]: answer })
}

/** What is wrong with a proxy's answer to one or many rows, if anything. */
export function wrongProxyAnswer(
  expected: ExpectedAnswers,
  numbers: readonly number[],
  answer: unknown,
): string | undefined {
  const batch = asBatch(answer)
  if (batch === undefined) return 'not an answer of the proxy'
  const missing = [...expected.keys()].find((name) => !(name in batch))
  return missing === undefined ? differenceOf(expected, numbers, batch) : `nothing from ${missing}`
}

/** What is wrong with the shape of an answer whose numbers are arbitrary, if anything. */
export function wrongShape(
  expected: ExpectedAnswers,
  numbers: readonly number[],
  answer: unknown,
): string | undefined {
  const batch = asBatch(answer)
  for (const [name, rows] of expected) {
    const prediction = batch?.[name]?.prediction
    if (prediction?.length !== numbers.length) return `${prediction?.length} rows of ${name}`
    if (prediction.some((row) => row.length !== rows[0]?.length)) return `a row of ${name} is cut`
  }
  return undefined
}

function asBatch(answer: unknown): Batch | undefined {
  if (Value.Check(Batch, answer)) return answer
  if (!Value.Check(Single, answer)) return undefined
  return Object.fromEntries(
    Object.entries(answer).map(([name, { prediction }]) => [name, { prediction: [prediction] }]),
  )
}

/** A row has the same probabilities, bit for bit, whatever rows travel with it. */
function differenceOf(
  expected: ExpectedAnswers,
  numbers: readonly number[],
  batch: Batch,
): string | undefined {
  for (const [name, { prediction }] of Object.entries(batch)) {
    const wanted = numbers.map((number) => expected.get(name)?.[number])
    if (!Bun.deepEquals(prediction, wanted)) {
      return `${name} ${JSON.stringify(prediction).slice(0, 80)}, expected ${JSON.stringify(wanted).slice(0, 80)}`
    }
  }
  return undefined
}
