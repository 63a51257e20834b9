import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { irisFolder, ModelFolder } from '@sepal/classifier/testing/model-folder'
import { CONTRACT, declarations } from '@sepal/client/build/declarations'
import { buildSdk } from '@sepal/client/build/sdk'
import { OutsideProject } from '@sepal/client/testing/outside-project'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import iris from '../models/ensemble.json' with { type: 'json' }
import { root } from '../scripts/root.ts'
import { isWhole } from './packages-extent.ts'

/** Compilers run here, on busy machines, ms. */
setDefaultTimeout(120_000)

const out = await mkdtemp(join(tmpdir(), 'sepal-tarball-'))
const tarball = await buildSdk({ manifest: join(irisFolder, 'ensemble.json'), out })
afterAll(() => rm(out, { recursive: true, force: true }))

const callers = join(root, 'packages/client/test/callers')
const caller = await Bun.file(join(callers, 'caller.ts')).text()
const compilers = {
  'TypeScript 7': [join(root, 'node_modules/typescript/bin/tsc'), '--singleThreaded'],
  'TypeScript 5.9': [join(root, 'packages/client/node_modules/typescript-5/lib/tsc.js')],
}
const resolutions = { nodenext: 'nodenext', bundler: 'preserve' } as const
type Compiling = {
  compiler: keyof typeof compilers
  resolution: keyof typeof resolutions
}

/** A project with only the package installed, as its user would. */
async function projectWith(file: string): Promise<OutsideProject> {
  const project = await OutsideProject.create()
  expect(await project.run(process.execPath, 'add', file)).toMatchObject({ exitCode: 0 })
  return project
}

/** Compiles `caller.ts` into a folder `out`. */
async function compile(project: OutsideProject, { compiler, resolution }: Compiling) {
  const compilerOptions = {
    target: 'es2022',
    module: resolutions[resolution],
    moduleResolution: resolution,
    skipLibCheck: false,
    // The compiler's own declarations are not the package's.
    skipDefaultLibCheck: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types: [],
    outDir: 'out',
  }
  await project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['caller.ts'] }))
  return await project.run(process.execPath, ...compilers[compiler], '--project', '.')
}

/** Runs the compiled code against a running proxy. */
async function run(project: OutsideProject, runtime: string, address: string): Promise<unknown> {
  await project.write(
    'run.mjs',
    `import { run } from './out/caller.js'\nconsole.log(JSON.stringify(await run(process.argv[2])))`,
  )
  const { exitCode, output } = await project.run(runtime, 'run.mjs', address)
  if (exitCode !== 0) throw new Error(output)
  return JSON.parse(output)
}

describe('the tarball', () => {
  test('the tarball is small and has no dependency, no native part and no server code', async () => {
    await using project = await projectWith(tarball)
    expect(Bun.file(tarball).size).toBeLessThan(20_000)
    const installed = [...new Bun.Glob('**/*').scanSync(join(project.path, 'node_modules'))].sort()
    expect(installed.map((file) => file.replace('@sepal/client/', ''))).toEqual([
      'LICENSE',
      'README.md',
      'client-of.d.ts',
      'client-options.d.ts',
      'client.d.ts',
      'contract.d.ts',
      'index.d.ts',
      'index.js',
      'package.json',
      'sepal-error.d.ts',
      'this-ensemble.d.ts',
    ])
    const described = await Bun.file(join(project.path, 'node_modules/@sepal/client/package.json')).json()
    expect(described).not.toHaveProperty('dependencies')
    const code = await Bun.file(join(project.path, 'node_modules/@sepal/client/index.js')).text()
    expect(code).not.toMatch(/\bfrom ?["']|\bimport\(|\brequire\(|new Elysia/)
  })

  test.skipIf(Bun.which('npm') === null)('npm installs the tarball', async () => {
    await using project = await OutsideProject.create()
    const installed = await project.run('npm', 'install', '--offline', '--no-audit', '--no-fund', tarball)
    expect(installed).toMatchObject({ exitCode: 0 })
    const main = join(project.path, 'node_modules/@sepal/client/index.js')
    expect(await Bun.file(main).exists()).toBe(true)
  })
})

const wrote = {
  label: 'setosa',
  probability: expect.closeTo(0.985, 3),
  missing: [],
  refused: 'invalid-request: data[0] is an array of 1, expected an array of 4',
  events: expect.arrayContaining(['setosa', 'virginica', 'versicolor', 'label setosa', 'done']),
  first: 'prediction',
  unreachable: 'unreachable',
}

const runtimes = { Bun: process.execPath, Node: Bun.which('node') }

describe.skipIf(!isWhole)('a caller outside this repository', () => {
  const compilings = Object.keys(compilers).flatMap((compiler) =>
    Object.keys(resolutions).map((resolution) => ({ compiler, resolution }) as Compiling),
  )

  test.each(compilings)('a caller compiles with $compiler, $resolution, and runs', async (how) => {
    await using project = await projectWith(tarball)
    await project.write('caller.ts', caller)
    expect(await compile(project, how)).toEqual({ exitCode: 0, output: '' })
    await using ensemble = await RunningEnsemble.start(iris, irisFolder)
    const address = `http://${ensemble.proxy.address}`
    for (const runtime of Object.values(runtimes)) {
      if (runtime !== null) expect(await run(project, runtime, address)).toEqual(wrote)
    }
  })

  // Above, a machine without Node would go unnoticed.
  test.skipIf(runtimes.Node === null)('the callers ran in Node too (skipped without Node)', () => {})
})

describe('another ensemble', () => {
  const ruthenica = { model: 'ruthenica.onnx', port: 8003, probabilities: { ruthenica: {}, rest: {} } }
  const four = { ...iris, classifiers: { ...iris.classifiers, ruthenica } }
  const asksForRuthenica = caller
    .replaceAll("'versicolor'", "'versicolor' | 'ruthenica'")
    .replaceAll('answer.setosa', 'answer.ruthenica')
  const how = { compiler: 'TypeScript 7', resolution: 'nodenext' } as const

  test('an SDK built for another ensemble has exactly the names of its classifiers in the types', async () => {
    await using folder = await ModelFolder.write(four)
    const built = await buildSdk({
      manifest: join(folder.path, 'ensemble.json'),
      out: join(out, 'four'),
      name: '@team/flowers',
      version: '2.0.0',
    })
    expect(basename(built)).toBe('team-flowers-2.0.0.tgz')
    await using project = await projectWith(built)
    const page = await Bun.file(join(project.path, 'node_modules/@team/flowers/README.md')).text()
    expect(page).toContain("from '@team/flowers'")
    expect(page).not.toContain('@sepal/client')
    expect(page).toContain('rows: [{"sepal_length":5.1')
    await project.write('caller.ts', asksForRuthenica.replaceAll('@sepal/client', '@team/flowers'))
    expect(await compile(project, how)).toEqual({ exitCode: 0, output: '' })
    await project.write('caller.ts', caller.replaceAll('@sepal/client', '@team/flowers'))
    const { exitCode, output } = await compile(project, how)
    expect(exitCode).not.toBe(0)
    expect(output).toContain('"ruthenica"')
  })

  test('an SDK does not have the classifiers of another ensemble', async () => {
    await using project = await projectWith(tarball)
    await project.write('caller.ts', asksForRuthenica)
    const { exitCode, output } = await compile(project, how)
    expect(exitCode).not.toBe(0)
    expect(output).toContain("Property 'ruthenica' does not exist")
  })
})

test('the decision of a module is typed as what the module returns', async () => {
  await using project = await OutsideProject.create()
  await project.write('ensemble.json', JSON.stringify({ ...iris, combine: { './decide.ts': {} } }))
  await project.write(
    'decide.ts',
    `import type { Answers } from '@sepal/client'
    import type ensemble from './ensemble.json'
    type Advice = { plant: 'sun' | 'shade'; sure: number | null }
    export default function decide({ setosa }: Answers<typeof ensemble>): Advice {
      return { plant: (setosa?.[0] ?? 0) > 0.5 ? 'sun' : 'shade', sure: setosa?.[0] ?? null }
    }`,
  )
  const contract = (await declarations(join(project.path, 'ensemble.json'))).get(CONTRACT)
  expect(contract?.replace(/\s+/g, ' ')).toContain(
    '200: { prediction: { plant: "shade" | "sun"; sure: number | null; }; }',
  )
})

test('the contract is as last reviewed (bun run build:sdk --golden)', async () => {
  const golden = await Bun.file(join(root, 'packages/client/contract.golden.d.ts')).text()
  await using project = await projectWith(tarball)
  const built = join(project.path, 'node_modules/@sepal/client', CONTRACT)
  expect(await Bun.file(built).text()).toBe(golden)
})
