import { join } from 'node:path'

type Lock = { packages: Record<string, [name: string, ...rest: unknown[]]> }

/** The SHA-512 of each package in bun.lock, hexadecimal, by `name@version`: of the archive that was downloaded. */
export async function lockedHashes(): Promise<ReadonlyMap<string, string>> {
  const lock = Bun.JSONC.parse(await Bun.file(join(import.meta.dir, '../../../bun.lock')).text()) as Lock
  const hashes = new Map<string, string>()
  for (const [name, ...rest] of Object.values(lock.packages)) {
    const [, hash] = /^sha512-(.*)$/.exec(String(rest.at(-1))) ?? []
    if (hash !== undefined) hashes.set(name, Buffer.from(hash, 'base64').toString('hex'))
  }
  return hashes
}
