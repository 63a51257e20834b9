import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildConsole } from '@sepal/console/build'
import root from '../../../package.json' with { type: 'json' }
import own from '../package.json' with { type: 'json' }

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
    bundle(dist),
    buildConsole(join(dist, 'console')),
    cp(join(PACKAGE, 'bin'), join(out, 'bin'), { recursive: true }),
    cp(join(REPOSITORY, 'packages/ensemble/ensemble.schema.json'), join(out, 'ensemble.schema.json')),
    cp(join(PACKAGE, 'README.md'), join(out, 'README.md')),
    cp(join(REPOSITORY, 'LICENSE'), join(out, 'LICENSE')),
    writeFile(join(out, 'package.json'), `${JSON.stringify(manifest(version), null, 2)}\n`),
  ])
}

/** Everything lies in one folder, where the servers look for each other, the worker and the console. */
async function bundle(dist: string): Promise<void> {
  await Bun.build({
    entrypoints: ENTRIES.map((name) => join(PACKAGE, 'src/entries', `${name}.ts`)),
    outdir: dist,
    target: 'bun',
    // What a command does not need is not loaded: `start` does without ONNX Runtime.
    splitting: true,
    external: ['onnxruntime-node'],
    naming: { entry: '[name].[ext]', chunk: 'chunk-[hash].[ext]', asset: '[name]-[hash].[ext]' },
    // Elysia reads the source of handlers, and a stack trace should be of use, so names stay.
    minify: { whitespace: false, syntax: false, identifiers: false },
  })
}

const manifest = (version: string) => ({
  name: own.name,
  version,
  description: own.description,
  license: own.license,
  type: own.type,
  bin: own.bin,
  exports: { './ensemble.schema.json': './ensemble.schema.json', './package.json': './package.json' },
  files: ['bin', 'dist', 'ensemble.schema.json', 'THIRD-PARTY-NOTICES'],
  engines: { node: '>=20' },
  dependencies: {
    bun: root.packageManager.replace('bun@', ''),
    'onnxruntime-node': root.workspaces.catalog['onnxruntime-node'],
  },
})
