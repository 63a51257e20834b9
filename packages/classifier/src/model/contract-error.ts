import { StartupError } from '@sepal/server'

/** The model is not the one that the manifest describes. */
export class ContractError extends StartupError {
  override name = 'ContractError'
  constructor(
    readonly expected: string,
    readonly found: string,
    options?: ErrorOptions,
  ) {
    super(`the model does not fit ensemble.json\n  expected: ${expected}\n  found:    ${found}`, options)
  }
}
