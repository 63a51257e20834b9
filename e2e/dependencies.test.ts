import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { root } from '../scripts/root.ts'

/** One version, or one of the workspace. */
const EXACT = /^(?:\d+\.\d+\.\d+(?:-[\w.]+)?|catalog:|workspace:\*|npm:[@\w/-]+@\d+\.\d+\.\d+)$/

/** Packages whose install scripts may run: none. */
const TRUSTED: string[] = []

type Versions = Record<string, string>
type PackageFile = {
  workspaces?: { catalog: Versions }
  dependencies?: Versions
  devDependencies?: Versions
  optionalDependencies?: Versions
  trustedDependencies?: string[]
}

const read = async (path: string): Promise<PackageFile> => await Bun.file(join(root, path)).json()
const files = ['package.json', 'site/package.json', ...new Bun.Glob('packages/*/package.json').scanSync(root)]

test.each(files)('%s names exact versions', async (path) => {
  const { workspaces, dependencies, devDependencies, optionalDependencies } = await read(path)
  const all = { ...workspaces?.catalog, ...dependencies, ...devDependencies, ...optionalDependencies }
  expect(Object.entries(all).filter(([, version]) => !EXACT.test(version))).toEqual([])
})

describe.each(['.', 'site'])('in %s', (folder) => {
  test(`no install script runs in ${folder} but those that were reviewed`, async () => {
    const { trustedDependencies } = await read(join(folder, 'package.json'))
    expect(trustedDependencies).toEqual(TRUSTED)
  })

  test(`each package in the lock of ${folder} has its hash`, async () => {
    const { packages } = Bun.JSONC.parse(await Bun.file(join(root, folder, 'bun.lock')).text()) as {
      packages: Record<string, unknown[]>
    }
    const entries = Object.values(packages).filter(([source]) => !String(source).includes('@workspace:'))
    expect(entries.length).toBeGreaterThan(50)
    expect(entries.filter((entry) => !/^sha512-/.test(String(entry.at(-1))))).toEqual([])
  })
})
