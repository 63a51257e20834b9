import { ContractError } from './contract-error.ts'
import type { Model } from './session.ts'

/**
 * Answers the manifest's sample once, so that a model that cannot is found before anyone asks.
 * @returns the sample's probabilities, `[K]`
 * @throws ContractError when the answer is not K probabilities
 */
export async function trialPrediction(model: Model, sample: readonly number[]): Promise<number[]> {
  try {
    return [...(await model.predict(Float32Array.from(sample)))]
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause)
    throw new ContractError(`finite probabilities for the sample [${sample.join(', ')}]`, reason, { cause })
  }
}
