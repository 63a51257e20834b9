import { ContractError } from './contract-error.ts'
import { isOutOfRange } from './probabilities.ts'
import { probeRows } from './probe-rows.ts'
import { type Prediction, type Rows, sliceRows } from './rows.ts'
import { type Signature, widthOf } from './signature.ts'

/** How far the answers of a batch may be from those of single rows: other kernels round otherwise. */
const TOLERANCE = 1e-4
/** How far from 1 the probabilities of a row may add up. */
const SUM_TOLERANCE = 1e-3

const PROBES = 6
/** Fewer for a model that takes this long for one row, ms: a server that starts should not wait for more. */
const SLOW_MS = 100
const FEW_PROBES = 2

type Ask = (rows: Rows) => Promise<Prediction>

/**
 * Asks a model plausible rows, alone and together: rows must not depend on each other, and answers must be what the
 * manifest says they are.
 * @throws ContractError when they are not
 */
export async function examine(
  ask: Ask,
  signature: Signature,
  fixedBatch: number | undefined,
): Promise<{ rowByRow: boolean }> {
  const features = signature.columns.length
  const start = performance.now()
  const first = await ask(probeRows(signature, 1)).catch(() => undefined)
  // A sample without an answer is refused with its own words when the model is tried.
  if (first === undefined || first.failed.length > 0) return { rowByRow: false }
  const probes = probeRows(signature, performance.now() - start > SLOW_MS ? FEW_PROBES : PROBES)
  const count = probes.numbers.length / features
  const singles: Prediction[] = [first]
  for (let row = 1; row < count; row++) {
    const single = await ask(sliceRows(probes, row, row + 1, features)).catch(() => undefined)
    if (single) singles.push(single)
  }
  refuseOtherThanProbabilities(singles, signature)
  if (singles.length < count) return { rowByRow: false }
  const together = await ask(probes).catch((error: unknown) => String(error))
  const difference =
    typeof together === 'string' ? together : differenceOf(together, singles, widthOf(signature.answer))
  if (difference === undefined) return { rowByRow: false }
  if (fixedBatch === 1) return { rowByRow: true }
  throw new ContractError('answers to rows that do not depend on the rows beside them', difference, {
    advice: 'export the model with a dynamic batch axis, in evaluation mode',
  })
}

function differenceOf(
  together: Prediction,
  singles: readonly Prediction[],
  width: number,
): string | undefined {
  for (const [row, single] of singles.entries()) {
    for (let column = 0; column < width; column++) {
      const [a, b] = [
        single.numbers[column] ?? Number.NaN,
        together.numbers[row * width + column] ?? Number.NaN,
      ]
      const isSame = Number.isNaN(a) || Math.abs(a - b) <= TOLERANCE * Math.max(1, Math.abs(a))
      if (!isSame) return `a row gets ${a} alone and ${b} among others`
    }
  }
  return undefined
}

/**
 * Probabilities that are taken for logits would become others, without a sign of it.
 * @param ask for the numbers as the model gives them
 * @throws ContractError when they are probabilities
 */
export async function refuseProbabilities(ask: Ask, signature: Signature) {
  const { numbers, failed } = await ask(probeRows(signature, FEW_PROBES))
  const width = widthOf(signature.answer)
  if (failed.length > 0) return
  for (let at = 0; at < numbers.length; at += width) {
    if (Math.abs(sumOf(numbers.subarray(at, at + width)) - 1) > SUM_TOLERANCE) return
  }
  throw new ContractError('logits', 'numbers in [0, 1] that add up to 1 already', {
    advice: 'remove "logits" from its entry: these are probabilities',
  })
}

const sumOf = (numbers: Prediction['numbers']) => {
  let sum = 0
  for (const value of numbers) sum += value
  return sum
}

/** Logits may lie in [0, 1] by chance; that the classes of every row add up to 1 is none. */
function refuseOtherThanProbabilities(singles: readonly Prediction[], { answer }: Signature) {
  if (answer.kind !== 'probabilities') return
  const sums = singles.filter(({ failed }) => failed.length === 0).map(({ numbers }) => sumOf(numbers))
  const off = sums.find((sum) => Math.abs(sum - 1) > SUM_TOLERANCE)
  // A row for which a model gives NaN or fails says nothing of its other rows; a finite number outside [0, 1] does.
  const outside = singles.flatMap(({ failed }) => failed).find(({ detail }) => isOutOfRange(detail))
  if (off === undefined && outside === undefined) return
  const found =
    off === undefined
      ? `for another row than the sample, ${outside?.detail}`
      : `a row whose numbers add up to ${off}`
  const advice = outside === undefined ? `${MULTI_LABEL_ADVICE}; ${LOGITS_ADVICE}` : LOGITS_ADVICE
  throw new ContractError('probabilities, which add up to 1 in each row', found, { advice })
}

const MULTI_LABEL_ADVICE =
  'if each class is a yes or no of its own (multi-label, a sigmoid a class), export a model for each'

export const LOGITS_ADVICE =
  'add "logits": {} to its entry if it gives logits, which become probabilities; scores that are neither are a "label"'
