import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { buildConsole } from '@sepal/console/build'
import consolePackage from '@sepal/console/package.json' with { type: 'json' }
import {
  billFile,
  hasConsole,
  hasRuntime,
  KIND_NAMES,
  type Kind,
  runtimeFiles,
  serverFiles,
} from '@sepal/deployment/image-contents'
import { billOf, type Library, librariesOf, thirdPartyNotices } from '@sepal/sbom'
import root from '../../../package.json' with { type: 'json' }
import own from '../package.json' with { type: 'json' }
import { type Bundled, writeBundle } from './bundle.ts'

const PACKAGE = join(import.meta.dir, '..')
const REPOSITORY = join(PACKAGE, '../..')

/** It is not installed here from npm: it is what runs this. */
const BUN: Library = { name: 'bun', version: root.packageManager.replace('bun@', ''), license: 'MIT' }

/**
 * Writes the package as it is published: the bundled command and servers, the console and what npm shows.
 * @param out the folder, which may be there already
 */
export async function buildPackage(out: string, version: string): Promise<void> {
  const dist = join(out, 'dist')
  await mkdir(dist, { recursive: true })
  await Promise.all([
    bundleWithBill(out, version),
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

async function bundleWithBill(out: string, version: string): Promise<void> {
  const bundle = await writeBundle(join(out, 'dist'))
  const bundled = await librariesOf([...[...bundle.values()].flat(), ...consoleLibraries()])
  const runtime = await librariesOf([Bun.resolveSync('onnxruntime-node/package.json', PACKAGE)])
  const { name, license } = own
  const bill = await billOf({ name, version, license, bundled, beside: [BUN, ...runtime] })
  await Promise.all([
    writeFile(join(out, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(bundled)),
    writeFile(join(out, 'sbom.cdx.json'), bill),
    ...KIND_NAMES.map((kind) => writeImageBill(join(out, 'dist'), { kind, bundle, version })),
  ])
}

/** The bill of the servers in an image, which `sepal images` completes. */
async function writeImageBill(dist: string, { kind, bundle, version }: ImageServers): Promise<void> {
  const files = (await serverFiles(dist, kind)).flatMap((name) => bundle.get(name) ?? [])
  const bundled = await librariesOf([...files, ...(hasConsole(kind) ? consoleLibraries() : [])])
  // Whichever processor: the code is the same.
  const runtime = hasRuntime(kind) ? (await runtimeFiles('amd64')).map(({ from }) => from) : []
  const { name, license } = own
  const bill = await billOf({ name, version, license, bundled, beside: await librariesOf(runtime) })
  await Bun.write(billFile(dist, kind), bill)
}

type ImageServers = { kind: Kind; bundle: Bundled; version: string }

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
  files: ['bin', 'dist', 'testing', 'ensemble.schema.json', 'THIRD-PARTY-NOTICES', 'sbom.cdx.json'],
  engines: { node: '>=20' },
  dependencies: {
    bun: BUN.version,
    'onnxruntime-node': root.workspaces.catalog['onnxruntime-node'],
  },
})
