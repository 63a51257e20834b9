import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cp, mkdir, mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core'
import { Version } from '@cyclonedx/cyclonedx-library/Spec'
import { JsonStrictValidator } from '@cyclonedx/cyclonedx-library/Validation'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import consolePackage from '@sepal/console/package.json' with { type: 'json' }
import { billFile, hasConsole, hasRuntime, KIND_NAMES, serverFiles } from '@sepal/deployment/image-contents'
import { publint } from 'publint'
import { contentsOf, packAll } from '../scripts/pack/pack.ts'
import { root } from '../scripts/root.ts'
import { runLauncher } from './launcher-process.ts'
import { isWhole } from './packages-extent.ts'

/** Bundling, and whole systems that start, ms. */
setDefaultTimeout(60_000)

const MAX_UNPACKED_BYTES = 12e6

const top = await realpath(await mkdtemp(join(tmpdir(), 'sepal-packages-')))
afterAll(() => rm(top, { recursive: true }))
const tarballs = await packAll(top)

test('the files are those last reviewed', async () => {
  expect(contentsOf(tarballs)).toBe(await Bun.file(join(root, 'scripts/pack/contents.golden.txt')).text())
})

describe.each(tarballs)('$name', ({ path, unpacked, files }) => {
  test('has its licence and README, and neither tests nor source maps', () => {
    expect(files).toContain('LICENSE')
    expect(files).toContain('README.md')
    expect(files.filter((file) => /\.map$|\.test\./.test(file))).toEqual([])
    expect(unpacked).toBeLessThan(MAX_UNPACKED_BYTES)
  })

  test('exports what resolves everywhere', async () => {
    const bytes = await Bun.file(path).arrayBuffer()
    expect((await publint({ pack: { tarball: bytes } })).messages).toEqual([])
    const checked = await checkPackage(createPackageFromTarballData(new Uint8Array(bytes)))
    const hasTypes = files.some((file) => /\.d\.[cm]?ts$/.test(file))
    expect(checked.types !== false).toBe(hasTypes)
    // The packages are ES modules only, as attw's profile esm-only takes them.
    const problems = checked.types === false ? [] : checked.problems
    expect(problems.filter(({ kind }) => kind !== 'CJSResolvesToESM')).toEqual([])
  })
})

const validator = new JsonStrictValidator(Version.v1dot6)

describe.each(tarballs)('the SBOM of $name', ({ path }) => {
  const contents = filesOf(path)

  test('is CycloneDX 1.6', async () => {
    expect(await validator.validate((await contents).sbom)).toBeNull()
  })

  test('names the libraries whose code is in the package, and no other', async () => {
    const { sbom, code, manifest } = await contents
    const { metadata, components }: { metadata: Sbom; components: Component[] } = JSON.parse(sbom)
    expect(metadata.component).toMatchObject({ name: manifest.name, version: manifest.version })
    const [bundled, beside] = [true, false].map((isBundled) =>
      components.filter(({ properties }) => (properties !== undefined) === isBundled).map(({ name }) => name),
    )
    expect(beside).toEqual(Object.keys(manifest.dependencies ?? {}))
    // Minified code does not tell what it was: that of the client and of the console.
    const seen = librariesIn(code)
    const minified = MINIFIED[manifest.name] ?? []
    expect([...new Set(bundled)].toSorted()).toEqual([...seen.union(new Set(minified))].toSorted())
  })

  test('has the version, licence and hash of each', async () => {
    const { components }: { components: Component[] } = JSON.parse((await contents).sbom)
    const isWhole = ({ name, version, licenses, hashes }: Component) =>
      version !== undefined && licenses?.length === 1 && (hashes?.length === 1 || name === 'bun')
    expect(components.filter((component) => !isWhole(component))).toEqual([])
  })
})

describe('the SBOM of the servers in an image', () => {
  const dist = join(top, 'contents/package/dist')
  const extracted = extract()

  async function extract() {
    const { path = '' } = tarballs.find(({ name }) => name === 'sepal') ?? {}
    await new Bun.Archive(await Bun.file(path).bytes()).extract(join(top, 'contents'))
  }

  test.each(KIND_NAMES.map((kind) => [kind]))(
    '%s names the libraries that it has, and no other',
    async (kind) => {
      await extracted
      const sbom = await Bun.file(billFile(dist, kind)).text()
      expect(await validator.validate(sbom)).toBeNull()
      const { components }: { components: Component[] } = JSON.parse(sbom)
      const files = (await serverFiles(dist, kind)).filter((name) => name.endsWith('.js'))
      const code = await Promise.all(files.map((name) => Bun.file(join(dist, name)).text()))
      const expected = new Set([
        ...librariesIn(code.join('\n')),
        ...(hasConsole(kind) ? (MINIFIED.sepal ?? []) : []),
        ...(hasRuntime(kind) ? ['onnxruntime-node', 'onnxruntime-common'] : []),
      ])
      expect([...new Set(components.map(({ name }) => name))].toSorted()).toEqual([...expected].toSorted())
    },
  )
})

/** What is bundled into minified code. */
const MINIFIED: Readonly<Record<string, string[]>> = {
  sepal: Object.keys(consolePackage.dependencies).filter((name) => !name.startsWith('@sepal/')),
  '@sepal/client': ['@elysiajs/eden', 'eventsource-parser'],
}

type Component = {
  name: string
  version?: string
  licenses?: unknown[]
  hashes?: unknown[]
  properties?: unknown[]
}
type Sbom = { component: Component }
type Manifest = { name: string; version: string; dependencies?: Record<string, string> }

async function filesOf(tarball: string): Promise<{ sbom: string; code: string; manifest: Manifest }> {
  const files = await new Bun.Archive(await Bun.file(tarball).bytes()).files()
  const textOf = async (name: string) => (await files.get(`package/${name}`)?.text()) ?? ''
  const scripts = [...files].filter(([name]) => name.startsWith('package/dist/') && name.endsWith('.js'))
  return {
    sbom: await textOf('sbom.cdx.json'),
    code: (await Promise.all(scripts.map(([, file]) => file.text()))).join('\n'),
    manifest: JSON.parse(await textOf('package.json')),
  }
}

/** The libraries that bundled code names in the comment above each of its files. */
function librariesIn(code: string): Set<string> {
  const comments = code.matchAll(/^\/\/ .*node_modules\/((?:@[^/]+\/)?[^/@]+)\//gm)
  return new Set([...comments].map(([, name = '']) => name))
}

const node = Bun.which('node')

describe.skipIf(!isWhole || node === null || process.platform !== 'linux')('sepal, installed', () => {
  const project = join(top, 'project')
  const sepal = [node ?? '', join(project, 'node_modules/sepal/bin/sepal.js')]
  beforeAll(installed)

  /** As npm would, but for the download. */
  async function installed() {
    const modules = join(project, 'node_modules')
    await mkdir(join(modules, 'bun'), { recursive: true })
    const { path = '' } = tarballs.find(({ name }) => name === 'sepal') ?? {}
    await new Bun.Archive(await Bun.file(path).bytes()).extract(top)
    await cp(join(top, 'package'), join(modules, 'sepal'), { recursive: true })
    const runtime = join(root, 'packages/classifier/node_modules/onnxruntime-node')
    await symlink(await realpath(runtime), join(modules, 'onnxruntime-node'))
    await Bun.write(join(modules, 'bun/package.json'), '{}')
    const platform = join(modules, `@oven/bun-linux-${process.arch === 'arm64' ? 'aarch64' : process.arch}`)
    await Bun.write(join(platform, 'package.json'), '{}')
    await mkdir(join(platform, 'bin'))
    await symlink(process.execPath, join(platform, 'bin/bun'))
    await cp(irisFolder, join(project, 'models'), { recursive: true })
  }

  test.each([[[]], [['--together']]])('starts, answers and ends: %j', async (args) => {
    const command = [...sepal, 'start', '--port=0', '--free-ports', ...args]
    await using launched = runLauncher({ command, cwd: project })
    const url = await launched.url()
    const row = { data: [[5.1, 3.5, 1.4, 0.2]] }
    const answer = await fetch(`${url}/predict/label`, {
      method: 'POST',
      body: JSON.stringify(row),
      headers: JSON_BODY,
    })
    expect(await answer.json()).toMatchObject({ prediction: { label: 'setosa' } })
    const page = await fetch(`${url}/console`)
    expect(await page.text()).toContain('<!doctype html>')
    expect((await fetch(`${url}/docs/scalar.js`)).status).toBe(200)
    launched.process.kill('SIGTERM')
    expect(await launched.process.exited).toBe(0)
    expect(await launched.leftovers()).toEqual([])
  })

  test('leaves no process behind when it is killed', async () => {
    const command = [...sepal, 'start', '--port=0', '--free-ports']
    await using launched = runLauncher({ command, cwd: project })
    await launched.url()
    launched.process.kill('SIGKILL')
    while ((await launched.leftovers()).length > 0) await Bun.sleep(50)
  })

  test('checks the models', async () => {
    const check = Bun.spawn([...sepal, 'check'], { cwd: project, stdout: 'pipe' })
    expect(await check.stdout.text()).toEndWith('all 3 models fit\n')
  })
})

const JSON_BODY = { 'content-type': 'application/json' }
