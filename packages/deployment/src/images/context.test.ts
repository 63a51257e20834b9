import { afterAll, beforeAll, expect, test } from 'bun:test'
import { cp, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Version } from '@cyclonedx/cyclonedx-library/Spec'
import { JsonStrictValidator } from '@cyclonedx/cyclonedx-library/Validation'
import { loadManifest } from '@sepal/ensemble'
import { billOf } from '@sepal/sbom'
import iris from '../../../../models/ensemble.json' with { type: 'json' }
import { BASE } from './base-image.ts'
import { stageContext } from './context.ts'
import { GENERIC, imagesOf } from './plan.ts'
import { projectFiles } from './project-files.ts'

const top = await mkdtemp(join(tmpdir(), 'sepal-context-'))
afterAll(() => rm(top, { recursive: true }))
const folder = join(top, 'project')
const out = join(top, 'context')
const labels = { version: '1', revision: 'abc1234' }
const SEPAL = { name: 'sepal', version: '0.0.0', license: 'MIT' }
const RUNTIME = { name: 'onnxruntime-node', version: '1.30.0', license: 'MIT' }
const ELYSIA = { name: 'elysia', version: '1.4.30', license: 'MIT' }

/** The paths of all files below a folder. */
async function filesIn(path: string): Promise<string[]> {
  const entries = await readdir(path, { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(path.length + 1))
    .sort()
}

async function withDecide(code: string) {
  await Bun.write(join(folder, 'decide.ts'), code)
  await Bun.write(join(folder, 'ensemble.json'), JSON.stringify({ ...iris, combine: { './decide.ts': {} } }))
  return { folder, manifest: await loadManifest(folder) }
}

beforeAll(async () => {
  await cp(join(import.meta.dir, '../../../../models'), folder, { recursive: true })
  // What else may lie in a project.
  for (const name of ['customers.csv', 'decide.test.ts', '.env', 'old.onnx', 'node_modules/x/index.js']) {
    await Bun.write(join(folder, name), 'secret')
  }
  const servers = { 'proxy.js': 'import "./chunk-abcd1234.js"', 'healthcheck.js': '', 'classifier.js': '' }
  const files = {
    ...servers,
    'worker.js': '',
    'chunk-abcd1234.js': '',
    'sepal.js': '',
    'console/index.html': '',
    'sbom/classifier.cdx.json': await billOf({ ...SEPAL, bundled: [], beside: [RUNTIME] }),
    'sbom/proxy.cdx.json': await billOf({ ...SEPAL, bundled: [ELYSIA] }),
  }
  for (const [name, text] of Object.entries(files)) await Bun.write(join(top, 'dist', name), text)
})

test('an image has what it needs of a project, and nothing else', async () => {
  const project = await withDecide('export default () => 1')
  const images = imagesOf(project.manifest).filter(({ name }) => name === 'setosa' || name === 'proxy')
  await stageContext(out, {
    base: BASE,
    repository: 'team',
    images,
    processors: ['arm64'],
    labels,
    servers: join(top, 'dist'),
    project,
  })
  const files = await filesIn(out)
  expect(files.filter((path) => !path.startsWith('runtime/'))).toEqual([
    'models/proxy/decide.ts',
    'models/proxy/ensemble.json',
    'models/proxy/iris.csv',
    'models/proxy/setosa.card.json',
    'models/proxy/versicolor.card.json',
    'models/proxy/virginica.card.json',
    'models/setosa/ensemble.json',
    'models/setosa/setosa.onnx',
    'proxy.Dockerfile',
    'sbom/proxy.cdx.json',
    'sbom/setosa.cdx.json',
    'servers/classifier/classifier.js',
    'servers/classifier/healthcheck.js',
    'servers/classifier/worker.js',
    'servers/proxy/chunk-abcd1234.js',
    'servers/proxy/console/index.html',
    'servers/proxy/healthcheck.js',
    'servers/proxy/proxy.js',
    'setosa.Dockerfile',
  ])
  for (const name of ['onnxruntime-node', 'onnxruntime-common']) {
    const folder = `runtime/arm64/node_modules/${name}`
    const { main }: { main: string } = await Bun.file(join(out, folder, 'package.json')).json()
    expect(files).toContain(join(folder, main))
  }
  const libraries = files.filter((path) => /\.(node|so.*|dll|dylib)$/.test(path))
  expect(libraries.map((path) => path.replace(/[^/]*$/, ''))).toEqual(
    Array(2).fill('runtime/arm64/node_modules/onnxruntime-node/bin/napi-v6/linux/arm64/'),
  )
})

test('the bill of materials of an image has its base, the servers with their libraries, and its own model', async () => {
  const bytes = await Bun.file(join(folder, 'setosa.onnx')).bytes()
  const sha256 = new Bun.CryptoHasher('sha256').update(bytes).digest('hex')
  const text = await Bun.file(join(out, 'sbom/setosa.cdx.json')).text()
  expect(await new JsonStrictValidator(Version.v1dot6).validate(text)).toBeNull()
  const { metadata, components } = JSON.parse(text)
  expect(metadata.component).toMatchObject({ type: 'container', name: 'team/setosa', version: '1' })
  expect(components).toMatchObject([
    { type: 'container', name: 'oven/bun', components: [{ name: 'bun', version: Bun.version }] },
    { name: 'sepal' },
    { name: 'onnxruntime-node', hashes: [{ alg: 'SHA-512' }] },
    { type: 'file', name: 'ensemble.json' },
    { type: 'machine-learning-model', name: 'setosa.onnx', hashes: [{ alg: 'SHA-256', content: sha256 }] },
  ])
  const proxy = await Bun.file(join(out, 'sbom/proxy.cdx.json')).text()
  expect(proxy).toContain('pkg:npm/elysia@1.4.30')
  expect(proxy).not.toContain('.onnx')
})

test('any user may read the files, and none may write them', async () => {
  const modeOf = async (path: string) => (await stat(join(out, path))).mode & 0o777
  expect(await modeOf('models/setosa/setosa.onnx')).toBe(0o444)
  expect(await modeOf('servers/proxy/console')).toBe(0o755)
})

test('a module that decides takes along what it imports', async () => {
  await Bun.write(join(folder, 'limits.ts'), 'export const LIMIT: number = 0.75')
  const project = await withDecide(`import { LIMIT } from './limits.ts'\nexport default () => LIMIT`)
  const files = await projectFiles({ name: 'proxy', kind: 'proxy' }, folder, project.manifest)
  const decide = files.find(({ name }) => name === 'decide.ts')
  const text = decide !== undefined && 'text' in decide ? decide.text : ''
  await Bun.write(join(top, 'alone', 'decide.ts'), text)
  const { default: decided } = await import(join(top, 'alone', 'decide.ts'))
  expect(decided()).toBe(0.75)
})

test('a module that imports what is not there is refused', async () => {
  const project = await withDecide(`import { limit } from 'no-such-package'\nexport default () => limit`)
  expect(projectFiles({ name: 'proxy', kind: 'proxy' }, folder, project.manifest)).rejects.toThrow(
    './decide.ts cannot be put into an image: Could not resolve: "no-such-package"',
  )
})

test('the generic image has nothing of a project', async () => {
  const project = await withDecide('export default () => 1')
  expect(await projectFiles(GENERIC, folder, project.manifest)).toEqual([])
})
