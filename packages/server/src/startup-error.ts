/** Why a process cannot start, for the person who started it; printed without a stack. */
export class StartupError extends Error {
  override name = 'StartupError'
}
