/**
 * Adds a value to a record: a member for each leaf of nested objects, with their keys joined by dots, so that a table
 * reads each as a column. Arrays stay in one piece.
 */
export function addFlat(record: Record<string, unknown>, key: string, value: unknown) {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    record[key] = value
    return
  }
  for (const [name, part] of Object.entries(value)) addFlat(record, `${key}.${name}`, part)
}
