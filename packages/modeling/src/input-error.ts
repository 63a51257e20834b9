/** A mistake in the data file or the recipe. The message is for whoever has to fix it. */
export class InputError extends Error {
  override name = 'InputError'
}
