/** A model cannot be added: what is missing or in the way, and what to do. */
export class AddError extends Error {
  override name = 'AddError'
}
