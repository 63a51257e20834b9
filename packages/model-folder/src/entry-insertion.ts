import { AddError } from './add-error.ts'
/**
 * Writes one more entry into `classifiers` of a manifest's text and leaves everything else as it is: a parser would
 * move keys that are whole numbers.
 */
export function insertClassifier(text: string, name: string, entry: object): string {
  const end = endOfMember(text, 'classifiers')
  const before = text.slice(0, end).trimEnd()
  const body = JSON.stringify({ [name]: entry }, null, 2)
    .split('\n')
    .slice(1, -1)
  const comma = before.endsWith('{') ? '' : ','
  return `${before}${comma}\n${body.map((line) => `  ${line}`).join('\n')}\n  ${text.slice(end)}`
}

/** Where the object behind a key of the outermost object ends: the place of its closing brace. */
function endOfMember(text: string, key: string): number {
  let depth = 0
  let isInside = false
  for (let at = 0; at < text.length; at++) {
    const character = text[at]
    if (character === '"') {
      const end = endOfText(text, at)
      if (depth === 1 && text.slice(at, end) === JSON.stringify(key)) isInside = true
      at = end - 1
    } else if (character === '{' || character === '[') depth += 1
    else if (character === '}' || character === ']') {
      depth -= 1
      if (isInside && depth === 1) return at
    }
  }
  throw new AddError(`ensemble.json has no ${key}`)
}

/** The place behind the closing quote of the text that begins at `at`. */
function endOfText(text: string, at: number): number {
  for (let i = at + 1; i < text.length; i++) {
    if (text[i] === '\\') i += 1
    else if (text[i] === '"') return i + 1
  }
  throw new AddError('ensemble.json is not JSON')
}
