import { join } from 'node:path'
import { billOf } from '@sepal/sbom'
import { license } from '../../../package.json' with { type: 'json' }
import client from '../package.json' with { type: 'json' }
import { bundle, licenses } from './bundle.ts'
import { root } from './compiler.ts'
import { genericDeclarations } from './generic-declarations.ts'

/**
 * Writes the package as it is published, for any ensemble, into a folder: one file of code, its declarations, no
 * dependencies.
 */
export async function buildPackage(out: string, version: string): Promise<void> {
  const files = await genericDeclarations()
  const { code, libraries } = await bundle()
  files.set('index.js', code)
  files.set('README.md', await readme(client.name))
  files.set('LICENSE', await licenses(libraries))
  files.set('sbom.cdx.json', await billOf({ name: client.name, version, license, bundled: libraries }))
  files.set('package.json', packageJson(client.name, version, [...files.keys()]))
  for (const [file, text] of files) await Bun.write(join(out, file), text)
}

/** The description of a package with these files. */
export function packageJson(name: string, version: string, files: readonly string[]): string {
  const described = {
    name,
    version,
    license,
    description: client.description,
    type: 'module',
    sideEffects: false,
    main: './index.js',
    types: './index.d.ts',
    exports: { '.': { types: './index.d.ts', default: './index.js' }, './package.json': './package.json' },
    files: files.toSorted(),
    engines: { node: '>=20' },
  }
  return `${JSON.stringify(described, null, 2)}\n`
}

/**
 * The package's README under a name, without links to files outside the package.
 * @param example takes the place of the one that is there
 */
export async function readme(name: string, example?: string): Promise<string> {
  const page = await Bun.file(join(root, 'packages/client/README.md')).text()
  const [before = '', shown = '', after = ''] = page.split(/<!-- \/?example -->\n\n?/)
  const whole = `${before}${example ?? shown}${after}`
  return whole.replace(/\[([^\]]*)\]\(\.\.\/[^)]*\)/g, '$1').replaceAll(client.name, name)
}
