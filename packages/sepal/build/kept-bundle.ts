import { chmod, mkdir, mkdtemp, readdir, rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'

/** A system that still runs from an older bundle starts its processes again from there, so it is kept for a day, ms. */
const KEPT_MS = 24 * 3600 * 1000

/**
 * Writes a bundle into a folder of its own, which appears as a whole and never changes: several writers at once end up
 * with the same one. Bundles that are more than a day old are removed.
 * @param folder where it is to be; the others are beside it
 * @returns whether it is there: not where the checkout cannot be written to
 */
export async function keepBundle(
  folder: string,
  write: (folder: string) => Promise<unknown>,
): Promise<boolean> {
  const beside = join(folder, '..')
  let fresh: string
  try {
    await mkdir(beside, { recursive: true })
    fresh = await mkdtemp(`${folder}-`)
  } catch {
    return false
  }
  try {
    await write(fresh)
    // A temporary folder is readable by its owner only; another user may start from it.
    await chmod(fresh, 0o755)
    // It fails when another writer was faster.
    await rename(fresh, folder).catch(() => {})
  } finally {
    await rm(fresh, { recursive: true, force: true })
  }
  await removeOld(beside)
  return true
}

async function removeOld(parent: string) {
  for (const name of await readdir(parent)) {
    const folder = join(parent, name)
    // Another writer may have removed it already.
    const written = await stat(folder).catch(() => undefined)
    if (written && Date.now() - written.mtimeMs > KEPT_MS) await rm(folder, { recursive: true, force: true })
  }
}
