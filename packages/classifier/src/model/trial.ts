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

/**
 * Answers the manifest's sample a few times, so that a model that cannot is found before anyone asks,
 * and one that is slow is known.
 * @throws ContractError when the answer is not K probabilities
 */
export async function tryModel(model: Model, sample: readonly number[]): Promise<Trial> {
  const row = Float32Array.from(sample)
  try {
    const prediction = [...(await model.predict(row))]
    const times: number[] = []
    for (let run = 0; run < RUNS; run++) {
      const start = performance.now()
      await model.predict(row)
      times.push(performance.now() - start)
    }
    return { prediction, p50Ms: times.sort((a, b) => a - b)[Math.floor(RUNS / 2)] ?? 0 }
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ContractError(`finite probabilities for the sample [${sample.join(', ')}]`, reason, { cause })
  }
}
