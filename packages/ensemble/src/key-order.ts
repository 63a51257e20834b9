import { jsonObjects } from './json-objects.ts'

/** Objects of a manifest whose keys JavaScript has moved. */
const moved = new WeakSet<object>()

/**
 * JavaScript puts keys that are whole numbers first, in ascending order, whatever order a file has: `{"10":…,"2":…}`
 * is read as `2, 10`. Remembers the objects of a parsed text to which that happened.
 * @param json the text
 * @param parsed what `JSON.parse` made of it
 */
export function rememberMovedKeys(json: string, parsed: unknown) {
  for (const { path, names, isInList } of jsonObjects(json)) {
    if (isInList) continue
    const object = path.reduce<unknown>(memberOf, parsed)
    if (typeof object !== 'object' || object === null) continue
    if (Object.keys(object).some((key, place) => key !== names[place])) moved.add(object)
  }
}

/**
 * Whether the keys of a part of a manifest are in another order than in the file, as classes called "10" and "2" are.
 * Where their order means something and no names can be matched instead, that is an error.
 */
export function hasMovedKeys(part: object | undefined): boolean {
  return part !== undefined && moved.has(part)
}

function memberOf(object: unknown, key: string): unknown {
  if (typeof object !== 'object' || object === null) return undefined
  return Object.getOwnPropertyDescriptor(object, key)?.value
}
