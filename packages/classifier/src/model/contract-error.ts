import { StartupError } from '@sepal/server'

type Options = ErrorOptions & {
  /** what would make it right: a line of the manifest, a way to export */
  advice?: string | undefined
}

/** The model is not the one that the manifest describes. */
export class ContractError extends StartupError {
  override name = 'ContractError'
  readonly advice: string | undefined
  constructor(
    readonly expected: string,
    readonly found: string,
    { advice, ...options }: Options = {},
  ) {
    const lines = ['the model does not fit ensemble.json', `  expected: ${expected}`, `  found:    ${found}`]
    if (advice !== undefined) lines.push(`  to do:    ${advice}`)
    super(lines.join('\n'), options)
    this.advice = advice
  }
}
