import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { contractOf, documentOf, type Ensemble, isContract } from '@sepal/contract'
import { version as ownVersion } from '../../../package.json' with { type: 'json' }
import client from '../package.json' with { type: 'json' }
import { bundle, licenses } from './bundle.ts'
import { declarations } from './declarations.ts'
import { packageJson, readme } from './package.ts'

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
 * Builds the client as a standalone package for one ensemble, which it needs not be told of.
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
    const ensemble: unknown = await Bun.file(manifest).json()
    // The form of version 0.1 has no types either.
    const { code, libraries } = await bundle(isContract(ensemble) ? contractOf(ensemble) : undefined)
    files.set('index.js', code)
    files.set('README.md', await readme(name, isContract(ensemble) ? exampleOf(ensemble) : undefined))
    files.set('LICENSE', await licenses(libraries))
    files.set('package.json', packageJson(name, version, [...files.keys()]))
    for (const [file, text] of files) await Bun.write(join(folder, file), text)
    await mkdir(out, { recursive: true })
    return await pack(folder, out)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** A call with the sample of the ensemble. */
function exampleOf(ensemble: Ensemble & { name?: unknown; sample?: unknown }): string {
  const { name = '', sample = {} } = ensemble
  const paths = Object.keys(documentOf(contractOf(ensemble)).paths)
  const decision = paths.find((path) => path !== '/predict')
  return `\`\`\`ts
import { createClient } from '${client.name}'

const sepal = createClient('http://127.0.0.1:9000')
const { data, error } = await sepal${(decision ?? '/predict').replaceAll('/', '.')}.post({
  rows: [${JSON.stringify(sample)}],
})
if (error) throw error
console.log(${decision === undefined ? 'data' : 'data.prediction'})
\`\`\`

It is typed for the ensemble ${JSON.stringify(name)}, and calls of a proxy that serves another one fail.

`
}

async function pack(folder: string, out: string): Promise<string> {
  const bun = Bun.spawn([process.execPath, 'pm', 'pack', '--quiet', '--destination', resolve(out)], {
    cwd: folder,
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const [said, exitCode] = await Promise.all([bun.stdout.text(), bun.exited])
  if (exitCode !== 0) throw new Error(`bun pm pack failed:\n${said}`)
  const tarball = said.trim()
  // It is packed once and fetched again and again: the tightest compression, which takes a few milliseconds.
  const tar = Bun.gunzipSync(await Bun.file(tarball).bytes())
  await Bun.write(tarball, Bun.gzipSync(tar, { library: 'libdeflate', level: 12 }))
  return tarball
}
