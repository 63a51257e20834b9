/** A folder is none of models: what is missing, and what to do. */
export class FolderError extends Error {
  override name = 'FolderError'
}
