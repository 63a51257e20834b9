import { StartupError } from '@sepal/kit/startup-error'

/** A wrong argument: says what was got and what is expected. */
export class UsageError extends StartupError {
  override name = 'UsageError'
}
