/** Why a process cannot start, in words for the one who started it: printed without a stack. */
export class StartupError extends Error {
  override name = 'StartupError'
}
