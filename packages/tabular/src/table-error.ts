/** Why a file cannot be read as a table, and what to do about it, for whoever brings the file. */
export class TableError extends Error {
  override name = 'TableError'
}
