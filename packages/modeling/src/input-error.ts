/** Something that a person must mend: an option, the data file, the recipe. The message is for them. */
export class InputError extends Error {
  override name = 'InputError'
}
