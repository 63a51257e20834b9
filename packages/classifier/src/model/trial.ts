import { ContractError } from './contract-error.ts'
import type { Model } from './model.ts'

/** What a first look at a model shows. */
export type Trial = {
  /** the sample's probabilities, `[K]` */
  prediction: number[]
  /** median time of one inference of one row, ms */
  p50Ms: number
}

const RUNS = 5
/** After this long, ms, it is plain that a model is slow, and a server that starts should not wait for more. */
const ENOUGH_MS = 500

/**
 * Answers the manifest's sample a few times, so that a model that cannot is found before anyone asks,
 * and one that is slow is known. The first answer does not count, as it may have to wait for memory, unless it alone
 * took long enough.
 * @throws ContractError when the answer is not K probabilities
 */
export async function tryModel(
  model: Model,
  sample: readonly number[],
  now: () => number = () => performance.now(),
): Promise<Trial> {
  const row = Float32Array.from(sample)
  try {
    const begin = now()
    const prediction = [...(await model.predict(row))]
    const times: number[] = []
    for (let start = now(); times.length < RUNS && start - begin < ENOUGH_MS; start = now()) {
      await model.predict(row)
      times.push(now() - start)
    }
    if (times.length === 0) times.push(now() - begin)
    return { prediction, p50Ms: median(times) }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ContractError(`finite probabilities for the sample [${sample.join(', ')}]`, reason, { cause })
  }
}

function median(times: readonly number[]): number {
  return times.toSorted((a, b) => a - b)[times.length >> 1] ?? 0
}
