import { describe, expect, test } from 'bun:test'
import { join } from 'node:path'
import { root } from '../scripts/root.ts'

/** One version, or one of the workspace. */
const EXACT = /^(?:\d+\.\d+\.\d+(?:-[\w.]+)?|catalog:|workspace:\*|npm:[@\w/-]+@\d+\.\d+\.\d+)$/

/** Packages whose install scripts may run: none. */
const TRUSTED: string[] = []

/** Packages that have install scripts. All of them do their work without: a new one is a decision. */
const WITH_SCRIPTS: Readonly<Record<string, string[]>> = { '.': ['onnxruntime-node'], site: ['esbuild'] }

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

  test(`the packages of ${folder} that would run one are known`, async () => {
    const entries = Object.entries(await lockOf(folder))
    const scripted = entries.filter(([, [, , facts]]) => Object(facts).hasInstallScript === true)
    expect(scripted.map(([name]) => name)).toEqual(WITH_SCRIPTS[folder] ?? [])
  })

  test(`each package in the lock of ${folder} has its hash`, async () => {
    const entries = Object.values(await lockOf(folder)).filter(
      ([source]) => !String(source).includes('@workspace:'),
    )
    expect(entries.length).toBeGreaterThan(50)
    expect(entries.filter((entry) => !/^sha512-/.test(String(entry.at(-1))))).toEqual([])
  })
})

async function lockOf(folder: string): Promise<Record<string, unknown[]>> {
  const lock = Bun.JSONC.parse(await Bun.file(join(root, folder, 'bun.lock')).text())
  const { packages } = lock as { packages: Record<string, unknown[]> }
  return packages
}

test('nothing is downloaded when a module is missing', async () => {
  const { install } = Bun.TOML.parse(await Bun.file(join(root, 'bunfig.toml')).text()) as {
    install: Record<string, unknown>
  }
  expect(install.auto).toBe('disable')
})

const workflows = [...new Bun.Glob('.github/workflows/*.yml').scanSync({ cwd: root, dot: true })]
const workflow = (path: string) => Bun.file(join(root, path)).text()

test.each(workflows)('%s names its actions by commit, and may not write to the repository', async (path) => {
  const text = await workflow(path)
  const actions = [...text.matchAll(/\buses: *(.*)$/gm)].map(([, action]) => action)
  expect(actions.length).toBeGreaterThan(0)
  expect(
    actions.filter((action) => !/^[\w./-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/.test(String(action))),
  ).toEqual([])
  expect(text).toMatch(/^permissions:\n {2}contents: read\n(?! )/m)
})

test('the workflow that publishes has no token, and says with each package where it is from', async () => {
  const text = await workflow('.github/workflows/publish.yml')
  expect(text).not.toContain('secrets.')
  expect(text).toContain('npm publish "./dist/packages/$name-$version.tgz" --provenance')
})
