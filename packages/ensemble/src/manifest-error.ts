import { type ValueError, ValueErrorType } from '@sinclair/typebox/value'

/** Says which field of a manifest is wrong, what was found there and what was expected. */
export class ManifestError extends Error {
  override name = 'ManifestError'
  constructor(
    readonly field: string,
    readonly found: unknown,
    readonly expected: string,
  ) {
    super(`ensemble.json: ${field} is ${brief(found)}, expected ${expected}`)
  }
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** The same of the first thing that does not fit a schema, whose descriptions say what is expected. */
export function misfit({ type, path, value, schema, message }: ValueError): ManifestError {
  const isUnknown = type === ValueErrorType.ObjectAdditionalProperties
  return new ManifestError(
    fieldOf(path),
    value,
    isUnknown ? 'no such field' : (schema.description ?? message),
  )
}

/** `/classifiers/rose/port` as `classifiers.rose.port`, `/features/0` as `features[0]`. */
function fieldOf(path: string): string {
  const field = path.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')
  return field.replace(/^\./, '') || 'the whole'
}
