import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

const Package = Type.Object({ version: Type.String() })

/** The version of a library that is installed. */
export async function versionOf(library: string): Promise<string> {
  const path = Bun.resolveSync(`${library}/package.json`, import.meta.dir)
  return Value.Parse(Package, await Bun.file(path).json()).version
}
