import type { Numbers } from '@sepal/ensemble'
import { ContractError } from './contract-error.ts'
import type { Model } from './model.ts'
import { LOGITS_ADVICE } from './row-independence.ts'
import type { Rows } from './rows.ts'

/** What a first look at a model shows. */
export type Trial = {
  /** the sample's answer, `[W]` */
  prediction: Numbers
  /** median time of one inference of one row, ms */
  p50Ms: number
}

const RUNS = 5
/** After this long, ms, it is plain that a model is slow, and a server that starts should not wait for more. */
const ENOUGH_MS = 500

/**
 * Asks for the manifest's sample a few times, so that a model that cannot answer is found before anyone asks,
 * and one that is slow is known. The first answer does not count, as it may have to wait for memory, unless it alone
 * took long enough.
 * @throws ContractError when there is no answer
 */
export async function tryModel(
  model: Model,
  sample: Rows,
  now: () => number = () => performance.now(),
): Promise<Trial> {
  const refuse = (reason: string, cause?: unknown) => {
    return new ContractError(`an answer to the sample [${sample.numbers.join(', ')}]`, reason, {
      cause,
      advice: adviceFor(reason),
    })
  }
  try {
    const begin = now()
    const { numbers, failed } = await model.predict(sample)
    if (failed[0]) throw refuse(failed[0].detail)
    const times: number[] = []
    for (let start = now(); times.length < RUNS && start - begin < ENOUGH_MS; start = now()) {
      await model.predict(sample)
      times.push(now() - start)
    }
    if (times.length === 0) times.push(now() - begin)
    return { prediction: numbers, p50Ms: median(times) }
  } catch (cause) {
    if (cause instanceof ContractError) throw cause
    throw refuse(cause instanceof Error ? cause.message : String(cause), cause)
  }
}

function adviceFor(reason: string): string | undefined {
  if (reason.includes('expected a probability')) return LOGITS_ADVICE
  if (reason.includes('which is no class')) {
    return 'name the classes under "label" as the model does, such as "-1" and "1"'
  }
  return undefined
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
}
