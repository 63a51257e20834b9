import { type ValueError, ValueErrorType } from '@sinclair/typebox/value'

/** What is wrong somewhere below a field of a manifest. */
export type ManifestFault = {
  /** the way from there, '' for the field itself */
  field: string
  found: unknown
  expected: string
}

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

  /** The error of a fault below a field. */
  static at(place: string, { field, found, expected }: ManifestFault): ManifestError {
    return new ManifestError([place, field].filter(Boolean).join('.'), found, expected)
  }
}

function brief(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > 80 ? `${text.slice(0, 80)}…` : text
}

/** The error for the first thing that violates a schema, whose descriptions say what is expected. */
export function violationError({ type, path, value, schema, message }: ValueError): ManifestError {
  const isUnknown = type === ValueErrorType.ObjectAdditionalProperties
  return new ManifestError(
    fieldOf(path),
    value,
    isUnknown ? 'no such field' : (schema.description ?? message),
  )
}

/** `/classifiers/rose/port` as `classifiers.rose.port`, `/range/0` as `range[0]`. */
function fieldOf(path: string): string {
  const field = path.replace(/\/(\d+)/g, '[$1]').replaceAll('/', '.')
  return field.replace(/^\./, '') || 'the file'
}
