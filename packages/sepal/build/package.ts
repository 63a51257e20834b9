import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildConsole } from '@sepal/console/build'
import consolePackage from '@sepal/console/package.json' with { type: 'json' }
import root from '../../../package.json' with { type: 'json' }
import own from '../package.json' with { type: 'json' }
import { writeBundle } from './bundle.ts'
import { thirdPartyNotices } from './third-party-notices.ts'

const PACKAGE = join(import.meta.dir, '..')
const REPOSITORY = join(PACKAGE, '../..')

/**
 * Writes the package as it is published: the bundled command and servers, the console and what npm shows.
 * @param out the folder, which may be there already
 */
export async function buildPackage(out: string, version: string): Promise<void> {
  const dist = join(out, 'dist')
  await mkdir(dist, { recursive: true })
  await Promise.all([
    bundleWithNotices(out),
    buildConsole(join(dist, 'console')),
    // The same types for both kinds of module: what imports them may be either.
    cp(join(PACKAGE, 'types/index.d.ts'), join(dist, 'index.d.mts')),
    cp(join(PACKAGE, 'types/index.d.ts'), join(dist, 'index.d.cts')),
    cp(join(PACKAGE, 'bin/sepal.js'), join(out, 'bin/sepal.js')),
    cp(join(PACKAGE, 'testing'), join(out, 'testing'), { recursive: true }),
    cp(join(REPOSITORY, 'packages/ensemble/ensemble.schema.json'), join(out, 'ensemble.schema.json')),
    cp(join(PACKAGE, 'README.md'), join(out, 'README.md')),
    cp(join(REPOSITORY, 'LICENSE'), join(out, 'LICENSE')),
    writeFile(join(out, 'package.json'), `${JSON.stringify(manifest(version), null, 2)}\n`),
  ])
}

async function bundleWithNotices(out: string): Promise<void> {
  const bundled = await writeBundle(join(out, 'dist'))
  await writeFile(
    join(out, 'THIRD-PARTY-NOTICES'),
    await thirdPartyNotices([...bundled, ...consoleLibraries()]),
  )
}

/** The file that each library of the web console begins with; what was bundled for a browser is not in the metafile. */
function consoleLibraries(): string[] {
  const names = Object.keys(consolePackage.dependencies).filter((name) => !name.startsWith('@sepal/'))
  return names.map((name) => Bun.resolveSync(name, join(REPOSITORY, 'packages/console')))
}

const manifest = (version: string) => ({
  name: own.name,
  version,
  description: own.description,
  license: own.license,
  type: own.type,
  bin: own.bin,
  types: './dist/index.d.cts',
  exports: {
    '.': {
      import: { types: './dist/index.d.mts' },
      require: { types: './dist/index.d.cts' },
    },
    './testing': { types: './testing/index.d.ts', default: './testing/index.js' },
    './ensemble.schema.json': './ensemble.schema.json',
    './package.json': './package.json',
  },
  files: ['bin', 'dist', 'testing', 'ensemble.schema.json', 'THIRD-PARTY-NOTICES'],
  engines: { node: '>=20' },
  dependencies: {
    bun: root.packageManager.replace('bun@', ''),
    'onnxruntime-node': root.workspaces.catalog['onnxruntime-node'],
  },
})
