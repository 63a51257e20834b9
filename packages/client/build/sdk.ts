import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { license, version as ownVersion } from '../../../package.json' with { type: 'json' }
import client from '../package.json' with { type: 'json' }
import { declarations } from './declarations.ts'

const root = join(import.meta.dir, '../../..')

export type SdkOptions = {
  /** path of the `ensemble.json` whose names are in the types */
  manifest: string
  /** folder for the tarball */
  out: string
  /** of the package (default: that of packages/client) */
  name?: string
  /** of the package (default: that of this repository) */
  version?: string
}

/**
 * Builds the client as a standalone package: one file of code, its declarations, no dependencies.
 * @returns the path of the tarball
 */
export async function buildSdk({
  manifest,
  out,
  name = client.name,
  version = ownVersion,
}: SdkOptions): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'sepal-sdk-'))
  try {
    const files = await declarations(resolve(manifest))
    files.set('index.js', await code())
    files.set('package.json', JSON.stringify(packageOf(name, version, [...files.keys()]), null, 2))
    files.set('README.md', await readme(name))
    files.set('LICENSE', await licenses())
    for (const [file, text] of files) await Bun.write(join(folder, file), text)
    await mkdir(out, { recursive: true })
    return await pack(folder, out)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const packageOf = (name: string, version: string, files: readonly string[]) => ({
  name,
  version,
  license,
  description: client.description,
  type: 'module',
  sideEffects: false,
  exports: { '.': { types: './index.d.ts', default: './index.js' } },
  files,
  engines: { node: '>=20' },
})

/** The client bundled with Eden and the event parser, for every runtime with `fetch`. */
async function code(): Promise<string> {
  const { outputs } = await Bun.build({
    entrypoints: [join(root, 'packages/client/src/index.ts')],
    target: 'browser',
    format: 'esm',
  })
  return (await Promise.all(outputs.map((output) => output.text()))).join('')
}

/** The licence of this repository, and those of the bundled libraries. */
async function licenses(): Promise<string> {
  const ours = await Bun.file(join(root, 'LICENSE')).text()
  const others = Object.keys(client.dependencies).filter((library) => !compiledAway.has(library))
  const theirs = await Promise.all(
    others.map(async (library) => {
      const text = await Bun.file(join(root, 'packages/client/node_modules', library, 'LICENSE')).text()
      return `\n---\n\nThe code has ${library} in it:\n\n${text}`
    }),
  )
  return [ours, ...theirs].join('')
}

/** Eden needs Elysia only for its types. */
const compiledAway = new Set(['elysia'])

/** The package's README under its own name, without links to files outside the package. */
async function readme(name: string): Promise<string> {
  const page = await Bun.file(join(root, 'packages/client/README.md')).text()
  return page.replace(/\[([^\]]*)\]\(\.\.\/[^)]*\)/g, '$1').replaceAll(client.name, name)
}

async function pack(folder: string, out: string): Promise<string> {
  const bun = Bun.spawn([process.execPath, 'pm', 'pack', '--quiet', '--destination', resolve(out)], {
    cwd: folder,
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const [said, exitCode] = await Promise.all([bun.stdout.text(), bun.exited])
  if (exitCode !== 0) throw new Error(`bun pm pack failed:\n${said}`)
  return said.trim()
}
