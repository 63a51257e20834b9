const MAX_LISTED = 20
const MAX_SHOWN = 40

/** A value in a message, cut to what one can read. */
export function shown(value: unknown): string {
  const text = JSON.stringify(value) ?? 'missing'
  return text.length > MAX_SHOWN ? `${text.slice(0, MAX_SHOWN)}…` : text
}

/** Names in a message. */
export function listed(names: readonly string[]): string {
  if (names.length <= MAX_LISTED) return names.map(printable).join(', ')
  return `${names.slice(0, MAX_LISTED).map(printable).join(', ')} and ${names.length - MAX_LISTED} more`
}

/** What is not a table at all may have anything for a name, also what a terminal would obey. */
export const printable = (name: string) => name.replace(/\p{C}/gu, '\uFFFD')
