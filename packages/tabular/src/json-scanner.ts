const SPACE = /[\s,]*/y

/** Characters at which the depth, or being in a text, changes. */
const STRUCTURE = /["[\]{}]/g

/**
 * The end of the JSON value that begins at `from`, an object or an array; -1 when the text ends before it does. It
 * looks at brackets and quotes only: whether it is valid JSON shows when it is parsed.
 */
export function endOfValue(text: string, from: number): number {
  let depth = 0
  STRUCTURE.lastIndex = from
  for (let found = STRUCTURE.exec(text); found !== null; found = STRUCTURE.exec(text)) {
    switch (found[0]) {
      case '"': {
        const end = endOfText(text, found.index)
        if (end === -1) return -1
        STRUCTURE.lastIndex = end
        break
      }
      case '{':
      case '[':
        depth += 1
        break
      default:
        depth -= 1
        if (depth <= 0) return found.index + 1
    }
  }
  return -1
}

/** Where the text in quotes that begins at `from` ends; -1 when it does not. */
export function endOfText(text: string, from: number): number {
  for (let at = text.indexOf('"', from + 1); at !== -1; at = text.indexOf('"', at + 1)) {
    let backslashes = 0
    while (text[at - 1 - backslashes] === '\\') backslashes += 1
    if (backslashes % 2 === 0) return at + 1
  }
  return -1
}

/** Where white space and commas that begin at `from` end. */
export function afterSpace(text: string, from: number): number {
  SPACE.lastIndex = from
  SPACE.test(text)
  return SPACE.lastIndex
}

/** How often an object has a member of this name by itself, not in what it contains. */
export function countMembers(text: string, name: string): number {
  const quoted = JSON.stringify(name)
  let count = 0
  let depth = 0
  STRUCTURE.lastIndex = 0
  for (let found = STRUCTURE.exec(text); found !== null; found = STRUCTURE.exec(text)) {
    if (found[0] === '"') {
      const end = endOfText(text, found.index)
      if (end === -1) return count
      const isMember = depth === 1 && /^\s*:/.test(text.slice(end, end + 100))
      if (isMember && text.slice(found.index, end) === quoted) count += 1
      STRUCTURE.lastIndex = end
    } else depth += found[0] === '{' || found[0] === '[' ? 1 : -1
  }
  return count
}
