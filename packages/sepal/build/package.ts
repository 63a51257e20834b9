import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { buildConsole } from '@sepal/console/build'
import consolePackage from '@sepal/console/package.json' with { type: 'json' }
import root from '../../../package.json' with { type: 'json' }
import own from '../package.json' with { type: 'json' }
import { thirdPartyNotices } from './third-party-notices.ts'

const PACKAGE = join(import.meta.dir, '..')
const REPOSITORY = join(PACKAGE, '../..')
const ENTRIES = ['sepal', 'proxy', 'classifier', 'worker', 'healthcheck']

/**
 * Writes the package as it is published: the bundled command and servers, the console and what npm shows.
 * @param out the folder, which may be there already
 */
export async function buildPackage(out: string, version: string): Promise<void> {
  const dist = join(out, 'dist')
  await mkdir(dist, { recursive: true })
  await Promise.all([
    writeBundle(out),
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

/** Everything lies in one folder, where the servers look for each other, the worker and the console. */
async function writeBundle(out: string): Promise<void> {
  const { metafile } = await Bun.build({
    entrypoints: ENTRIES.map((name) => join(PACKAGE, 'src/entries', `${name}.ts`)),
    outdir: join(out, 'dist'),
    target: 'bun',
    // What a command does not need is not loaded: `start` does without ONNX Runtime.
    splitting: true,
    external: ['onnxruntime-node'],
    naming: { entry: '[name].[ext]', chunk: 'chunk-[hash].[ext]', asset: '[name]-[hash].[ext]' },
    // Not minified: Elysia reads the source of handlers, and a stack trace should be of use.
    metafile: true,
  })
  const bundled = Object.keys(metafile?.inputs ?? {}).map((path) => resolve(path))
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
