/** What a person must mend in the data file, the recipe or the manifest; its message is for them. */
export class DataError extends Error {
  override name = 'DataError'
}
