import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/**
 * The text of a file in the models folder; undefined if it does not exist, is larger than `maxBytes`, or is a link that
 * leads out of the folder or to another kind of file: its contents are served to any caller.
 */
export async function readFolderFile(
  folder: string,
  name: string,
  maxBytes: number,
): Promise<string | undefined> {
  try {
    const [inside, path] = await Promise.all([realpath(folder), realpath(join(folder, name))])
    if (!path.startsWith(inside + sep) || extname(path) !== extname(name)) return undefined
    const { size, isFile } = await stat(path).then((found) => ({ size: found.size, isFile: found.isFile() }))
    return isFile && size <= maxBytes ? await Bun.file(path).text() : undefined
  } catch {
    return undefined
  }
}
