import { cp, mkdir, writeFile } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { billOf, librariesOf, thirdPartyNotices } from '@sepal/sbom'
import own from '../package.json' with { type: 'json' }

const PACKAGE = join(import.meta.dir, '..')
const REPOSITORY = join(PACKAGE, '../..')
/** Of the example: what a project of iris serves. */
const MODELS = ['setosa.onnx', 'virginica.onnx', 'versicolor.onnx']

/**
 * Writes the package as it is published: one bundle for Node without dependencies, so that `npm create` downloads one
 * file, and the templates.
 * @param out the folder, which may be there already
 */
export async function buildPackage(out: string, version: string): Promise<void> {
  await mkdir(out, { recursive: true })
  await Promise.all([
    writeBundle(out, version),
    cp(join(PACKAGE, 'bin'), join(out, 'bin'), { recursive: true }),
    copyTemplates(join(out, 'templates')),
    cp(join(PACKAGE, 'README.md'), join(out, 'README.md')),
    cp(join(REPOSITORY, 'LICENSE'), join(out, 'LICENSE')),
    writeFile(join(out, 'package.json'), `${JSON.stringify(manifest(version), null, 2)}\n`),
  ])
}

async function writeBundle(out: string, version: string): Promise<void> {
  const { metafile } = await Bun.build({
    entrypoints: [join(PACKAGE, 'src/main.ts')],
    outdir: join(out, 'dist'),
    target: 'node',
    naming: 'create-sepal.js',
    metafile: true,
  })
  const bundled = await librariesOf(Object.keys(metafile?.inputs ?? {}).map((path) => resolve(path)))
  const { name, license } = own
  await Promise.all([
    writeFile(join(out, 'THIRD-PARTY-NOTICES'), thirdPartyNotices(bundled)),
    writeFile(join(out, 'sbom.cdx.json'), await billOf({ name, version, license, bundled })),
  ])
}

async function copyTemplates(to: string): Promise<void> {
  await cp(join(PACKAGE, 'templates'), to, { recursive: true })
  await copyIris(join(to, 'iris'))
}

async function copyIris(to: string): Promise<void> {
  const models = join(REPOSITORY, 'models')
  await mkdir(to, { recursive: true })
  const manifest = await Bun.file(join(models, 'ensemble.json')).text()
  await Promise.all([
    ...MODELS.map((name) => cp(join(models, name), join(to, name))),
    writeFile(
      join(to, 'ensemble.json'),
      manifest.replace(/"\$schema": "[^"]*"/, '"$schema": "./node_modules/sepal/ensemble.schema.json"'),
    ),
  ])
}

const manifest = (version: string) => ({
  name: own.name,
  version,
  description: own.description,
  license: own.license,
  type: own.type,
  bin: own.bin,
  files: ['bin', 'dist', 'templates', 'THIRD-PARTY-NOTICES', 'sbom.cdx.json'],
  engines: { node: '>=20.12' },
})
