/** A project cannot be made: what is in the way, and what to do. */
export class CreateError extends Error {
  override name = 'CreateError'
}
