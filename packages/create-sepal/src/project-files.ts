import { cp, readFile, rename, writeFile } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { Template } from './create-command.ts'
import type { PackageManager } from './package-manager.ts'
import { commandCall, scriptCall } from './package-manager.ts'

/** Of the package: the templates, and the version that it shares with `sepal`. */
export type Package = { templates: string; version: string }

export type Project = { folder: string; template: Template; pm: PackageManager }

/** npm leaves a .gitignore out of a package, and what is called a test here is taken for one of this repository. */
const RENAMED = [
  ['_gitignore', '.gitignore'],
  ['test/ensemble.js', 'test/ensemble.test.js'],
] as const

/** Writes everything but the user's own models. */
export async function writeProject(
  { folder, template, pm }: Project,
  { templates, version }: Package,
): Promise<void> {
  await cp(join(templates, 'base'), folder, { recursive: true })
  for (const [from, to] of RENAMED) await rename(join(folder, from), join(folder, to))
  if (template === 'iris') await cp(join(templates, 'iris'), folder, { recursive: true })
  const name = packageName(basename(folder))
  await writeJson(join(folder, 'package.json'), manifestOf(name, version))
  await fill(join(folder, 'README.md'), {
    name: basename(folder),
    install: `${pm} install`,
    start: scriptCall(pm, 'start'),
    check: scriptCall(pm, 'check'),
    test: scriptCall(pm, 'test'),
    sepal: commandCall(pm),
  })
  if (pm === 'yarn') {
    // Sepal's executables are files of node_modules, which Plug'n'Play does not have. An own lockfile makes this a
    // project of its own, although a folder above may be one.
    await writeFile(join(folder, '.yarnrc.yml'), 'nodeLinker: node-modules\n')
    await writeFile(join(folder, 'yarn.lock'), '')
  }
}

/** What npm allows as a name, out of a folder's. In a package named as one of its dependencies, Node finds itself. */
export function packageName(folder: string): string {
  const plain = folder
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|-+$/g, '')
  if (plain === '') return 'ensemble'
  return plain === 'sepal' ? 'sepal-ensemble' : plain
}

const manifestOf = (name: string, version: string) => ({
  name,
  version: '0.0.0',
  private: true,
  type: 'module',
  exports: { './ensemble.json': './ensemble.json' },
  scripts: { start: 'sepal start', check: 'sepal check', test: 'sepal check && node --test' },
  dependencies: { sepal: version },
  devDependencies: { '@sepal/client': version },
  engines: { node: '>=20' },
})

async function fill(path: string, words: Record<string, string>): Promise<void> {
  const text = await readFile(path, 'utf8')
  await writeFile(
    path,
    text.replace(/\{\{(\w+)\}\}/g, (whole, word: string) => words[word] ?? whole),
  )
}

const writeJson = (path: string, value: object) => writeFile(path, `${JSON.stringify(value, null, 2)}\n`)
