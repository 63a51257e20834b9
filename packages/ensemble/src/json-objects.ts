/** A name before its colon, another text, or where an object or a list begins and ends: all that matters here. */
const PIECE = /("(?:[^"\\]|\\.)*")\s*:|"(?:[^"\\]|\\.)*"|[{}[\]]/g

/** An object in a JSON text: the names on the way to it, and its own names as they are written. */
export type JsonObject = {
  readonly path: readonly string[]
  readonly names: readonly string[]
  /** whether a list is on the way; its places are not in the path */
  readonly isInList: boolean
}

type Open = { isList: boolean; isInList: boolean; path: string[]; names: string[]; current: string }

/**
 * The objects of a JSON text with their names in the order of the text, of which `JSON.parse` drops repeated ones and
 * moves those that are whole numbers.
 * @param json a text that `JSON.parse` takes
 */
export function jsonObjects(json: string): JsonObject[] {
  const found: JsonObject[] = []
  const open: Open[] = []
  for (const [piece, quoted] of json.matchAll(PIECE)) {
    const outer = open.at(-1)
    if (piece === '{' || piece === '[') {
      const path = outer === undefined ? [] : outer.isList ? outer.path : [...outer.path, outer.current]
      const isInList = outer !== undefined && (outer.isList || outer.isInList)
      open.push({ isList: piece === '[', isInList, path, names: [], current: '' })
    } else if (piece === '}' || piece === ']') {
      open.pop()
      if (outer?.isList === false) found.push(outer)
    } else if (quoted !== undefined && outer !== undefined) {
      outer.current = String(JSON.parse(quoted))
      outer.names.push(outer.current)
    }
  }
  return found
}

/** The way to the first name that stands twice in one object; `undefined` without one. */
export function repeatedName(json: string): string[] | undefined {
  for (const { path, names } of jsonObjects(json)) {
    const repeated = names.find((name, place) => names.indexOf(name) < place)
    if (repeated !== undefined) return [...path, repeated]
  }
  return undefined
}
