import { realpath, stat } from 'node:fs/promises'
import { extname, join, sep } from 'node:path'

/**
 * The text of a file of the models folder; nothing for one that is not there, is larger than `maxBytes`, or is a link
 * to what is outside of the folder or to a file of another kind: what is read here is served to whoever asks.
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
