import { type DeclaredValue, describeValue } from '@sepal/onnx'
import { ContractError } from './contract-error.ts'
import type { Result } from './session.ts'
import { type AnswerForm, describeAnswer, type Signature } from './signature.ts'
import type { TensorData } from './tensor-data.ts'

/** The tensors that a model gives for one row, by output. */
export type Observed = Readonly<Record<string, Result>>

export const areFloats = (data: TensorData) =>
  data instanceof Float32Array || data instanceof Float64Array || data instanceof Float16Array

/** Whether what a model gives for one row can be such an answer, of which its declaration says too little. */
function fits(answer: AnswerForm, { data }: Result): boolean {
  switch (answer.kind) {
    case 'probabilities':
      return areFloats(data) && (data.length === answer.classes.length || isOneOfTwo(answer, data))
    case 'label':
      return !areFloats(data) && data.length === 1
    default:
      return areFloats(data) && data.length === 1
  }
}

const isOneOfTwo = (answer: { classes: readonly string[] }, data: TensorData) =>
  answer.classes.length === 2 && data.length === 1

/**
 * Chooses the output with the answer: the one that the manifest names, or the only one that fits.
 * @throws ContractError when none fits, or several do
 */
export function chooseOutput(
  outputs: readonly DeclaredValue[],
  observed: Observed,
  { answer, output }: Signature,
): DeclaredValue {
  const found = outputs.map(describeValue).join(', ')
  const expected = `an output with ${describeAnswer(answer)}`
  if (output !== undefined) {
    const named = outputs.find(({ name }) => name === output)
    const result = observed[output]
    if (named && result && (fits(answer, result) || isWholeValue(answer, result))) return named
    throw new ContractError(`${expected}, called ${JSON.stringify(output)}`, found)
  }
  refuseManyDecisions(outputs, observed, answer)
  const fitting = outputs.filter(({ name }) => observed[name] && fits(answer, observed[name]))
  const [only, ...others] = fitting
  if (only === undefined)
    return onlyOutput(outputs, observed, answer) ?? none(expected, found, answer, observed)
  if (others.length === 0) return only
  throw new ContractError(
    `one ${expected.slice(3)}`,
    `${fitting.length} that fit: ${fitting.map(describeValue).join(', ')}`,
    {
      advice: `say which in its entry: ${fitting.map(({ name }) => `"output": ${JSON.stringify(name)}`).join(' or ')}`,
    },
  )
}

/** A count is a value too, where nobody could take it for a label. */
const isWholeValue = (answer: AnswerForm, { data }: Result) =>
  (answer.kind === 'value' || answer.kind === 'score') && data.length === 1 && !Array.isArray(data)

function onlyOutput(
  outputs: readonly DeclaredValue[],
  observed: Observed,
  answer: AnswerForm,
): DeclaredValue | undefined {
  const [only, ...others] = outputs
  const result = only && observed[only.name]
  return others.length === 0 && result && isWholeValue(answer, result) ? only : undefined
}

/** A label for each of what look like classes: these are decisions of their own, of a multi-label model. */
function refuseManyDecisions(outputs: readonly DeclaredValue[], observed: Observed, answer: AnswerForm) {
  if (answer.kind !== 'probabilities') return
  for (const output of outputs) {
    const data = observed[output.name]?.data
    if (data === undefined || areFloats(data) || data.length !== answer.classes.length) continue
    throw new ContractError(
      'one decision a row, whose classes exclude each other',
      `${describeValue(output)}: ${data.length} at once`,
      { advice: adviceForMany(data.length) },
    )
  }
}

const adviceForMany = (count: number) => `it makes ${count} decisions at once: export a model for each`

function none(expected: string, found: string, answer: AnswerForm, observed: Observed): never {
  throw new ContractError(expected, found, { advice: adviceFor(answer, Object.values(observed)) })
}

function adviceFor(answer: AnswerForm, results: readonly Result[]): string | undefined {
  const widths = results.filter(({ data }) => areFloats(data)).map(({ data }) => data.length)
  const hasLabel = results.some(({ data }) => !areFloats(data) && data.length === 1)
  const wide = widths.find((width) => width > 1)
  const decisions = results.find(({ data }) => !areFloats(data) && data.length > 1)?.data.length
  if (decisions !== undefined) return adviceForMany(decisions)
  if (answer.kind === 'probabilities') {
    if (wide !== undefined) return `name ${wide} classes under "probabilities"`
    if (widths.includes(1)) return 'write "value": {} or "score": {} instead of "probabilities"'
    return hasLabel ? 'write "label": { … } instead of "probabilities": it gives labels alone' : undefined
  }
  if (wide !== undefined) return `write "probabilities": { … } with ${wide} classes`
  return hasLabel && answer.kind !== 'label' ? 'write "label": { … } with its classes' : undefined
}
