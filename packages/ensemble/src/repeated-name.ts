/** A name before its colon, another text, or where an object begins and ends: all that matters of a JSON text. */
const PIECE = /("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}]/g

/**
 * Finds a name that stands twice in one object of a JSON text, of which `JSON.parse` keeps the last without a word.
 * @param json a text that `JSON.parse` takes
 * @returns the way to the first such name, from the outermost object; `undefined` without one
 */
export function repeatedName(json: string): string[] | undefined {
  const open: { names: Set<string>; current: string }[] = []
  for (const [piece, quoted] of json.matchAll(PIECE)) {
    const object = open.at(-1)
    if (piece === '{') open.push({ names: new Set(), current: '' })
    else if (piece === '}') open.pop()
    else if (quoted !== undefined && object !== undefined) {
      object.current = String(JSON.parse(quoted))
      if (object.names.has(object.current)) return open.map(({ current }) => current)
      object.names.add(object.current)
    }
  }
  return undefined
}
