import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { buildPackage as buildClient } from '@sepal/client/build/package'
import { buildPackage as buildCreateSepal } from 'create-sepal/build'
import { buildPackage as buildSepal } from 'sepal/build'
import { version } from '../../package.json' with { type: 'json' }

type BuildPackage = (out: string, version: string) => Promise<void>

/** What builds each package that is published, by its name. */
const packages: Readonly<Record<string, BuildPackage>> = {
  sepal: buildSepal,
  'create-sepal': buildCreateSepal,
  '@sepal/client': buildClient,
}

export type Tarball = {
  /** of the package */
  name: string
  /** of the file */
  path: string
  /** size of its files, bytes */
  unpacked: number
  files: string[]
}

/** Builds the packages as they are published, and packs each into a folder. */
export async function packAll(out: string): Promise<Tarball[]> {
  await mkdir(out, { recursive: true })
  return await Promise.all(Object.entries(packages).map(([name, build]) => pack(name, build, out)))
}

/** The list of their files that is reviewed; the hashes in names change with the content, and are left out. */
export function contentsOf(tarballs: readonly Tarball[]): string {
  const lines = tarballs.flatMap(({ name, files }) => files.map((file) => `${name}/${withoutHash(file)}`))
  return `${[...new Set(lines)].toSorted().join('\n')}\n`
}

const withoutHash = (file: string) => file.replace(/-[0-9a-z]{8}(?=\.)/, '-*')

async function pack(name: string, build: BuildPackage, out: string): Promise<Tarball> {
  const folder = await mkdtemp(join(tmpdir(), 'sepal-pack-'))
  try {
    await build(folder, version)
    const bun = Bun.spawn([process.execPath, 'pm', 'pack', '--quiet', '--destination', resolve(out)], {
      cwd: folder,
      stdout: 'pipe',
      stderr: 'inherit',
    })
    const [said, exitCode] = await Promise.all([bun.stdout.text(), bun.exited])
    if (exitCode !== 0) throw new Error(`bun pm pack failed for ${name}:\n${said}`)
    return { name, path: said.trim(), ...(await look(said.trim())) }
  } finally {
    await rm(folder, { recursive: true })
  }
}

async function look(tarball: string): Promise<Pick<Tarball, 'files' | 'unpacked'>> {
  const entries = [...(await new Bun.Archive(await Bun.file(tarball).bytes()).files())]
  const unpacked = entries.reduce((sum, [, file]) => sum + file.size, 0)
  return { unpacked, files: entries.map(([path]) => path.replace(/^package\//, '')) }
}
