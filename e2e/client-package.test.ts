import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cp, mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { withDeclarations } from '@sepal/client/build/compiler'
import { buildPackage } from '@sepal/client/build/package'
import { OutsideProject } from '@sepal/client/testing/outside-project'
import shop from '@sepal/client/testing/shop.json' with { type: 'json' }
import { contractOf, typesFile } from '@sepal/contract'
import { mapClassifiers } from '@sepal/ensemble'
import { RunningProxy } from '@sepal/proxy/testing/running-proxy'
import { root } from '../scripts/root.ts'
import { isWhole } from './packages-extent.ts'

/** Compilers run here, on busy machines, ms. */
setDefaultTimeout(120_000)

const built = await realpath(await mkdtemp(join(tmpdir(), 'sepal-client-')))
await buildPackage(built, '1.2.3')
afterAll(() => rm(built, { recursive: true, force: true }))

const shopFile = join(root, 'packages/client/test/shop.json')
const callers = join(root, 'packages/client/test/callers')
const compilers = {
  'TypeScript 7': [join(root, 'node_modules/typescript/bin/tsc'), '--singleThreaded'],
  'TypeScript 5.9': [join(root, 'packages/client/node_modules/typescript-5/lib/tsc.js')],
}

/** Somebody's project that has the package and an ensemble.json. */
async function projectWith(caller: string): Promise<OutsideProject> {
  const project = await OutsideProject.create()
  await cp(built, join(project.path, 'node_modules/@sepal/client'), { recursive: true })
  await project.write('ensemble.json', Bun.file(shopFile))
  await project.write('sepal.d.ts', typesFile(contractOf(shop), 'Made by a test'))
  await project.write('caller.ts', Bun.file(join(callers, caller)))
  return project
}

async function compile(project: OutsideProject, compiler: readonly string[], moduleResolution: string) {
  const compilerOptions = {
    target: 'es2022',
    module: moduleResolution === 'bundler' ? 'preserve' : moduleResolution,
    moduleResolution,
    skipLibCheck: false,
    // The compiler's own declarations are not the package's.
    skipDefaultLibCheck: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    resolveJsonModule: true,
    types: [],
    outDir: 'out',
  }
  await project.write('tsconfig.json', JSON.stringify({ compilerOptions, files: ['caller.ts'] }))
  return await project.run(process.execPath, ...compiler, '--project', '.')
}

test('the published package has no dependency, and imports nothing', async () => {
  const described = await Bun.file(join(built, 'package.json')).json()
  expect(described).toMatchObject({ name: '@sepal/client', version: '1.2.3', license: 'MIT' })
  expect(described).not.toHaveProperty('dependencies')
  const files = [...new Bun.Glob('*').scanSync(built)].sort()
  expect(files).toEqual([...described.files, 'package.json'].sort())
  for (const file of files.filter((name) => /\.(d\.ts|js)$/.test(name))) {
    const text = await Bun.file(join(built, file)).text()
    expect({ file, imports: text.match(/\b(?:from|import\() ?["'](?!\.\/)[^"']*/g) }).toEqual({
      file,
      imports: null,
    })
  }
})

test('its types are those of the services', async () => {
  const text = (path: string) => JSON.stringify(join(root, path))
  // The compiler writes both out in full: to compare two types that large, it would stop half way.
  const both = `
import type { RoutesFor as Published } from ${JSON.stringify(join(built, 'contract.d.ts'))}
import type { RoutesFor as Own } from ${text('packages/client/src/contract.ts')}
import type iris from ${text('models/ensemble.json')}
import type shop from ${text('packages/client/test/shop.json')}
import type stack from ${text('packages/proxy/test/stack.json')}
type Module = Omit<typeof shop, 'combine'> & { combine: { './decide.ts': {} } }
type Decide = (answers: never) => 1
declare function inferred<T>(): T extends infer Members ? { [K in keyof Members]: Members[K] } : never
${['typeof iris', 'typeof shop', 'typeof stack', 'Module, Decide']
  .flatMap((ensemble) => [`Published<${ensemble}>`, `Own<${ensemble}>`])
  .map((type, i) => `export const type${i} = inferred<${type}>()`)
  .join('\n')}
`
  const written = await withDeclarations(both, async ({ contract }) => {
    const declared = await Bun.file(`${contract}.d.ts`).text()
    return declared.split(/^export declare const \w+: /m).slice(1)
  })
  // Members of a union have no order.
  const lines = written.map((type) =>
    type
      .split('\n')
      .map((line) => line.trim())
      .sort(),
  )
  expect(lines.map(({ length }) => length > 500)).toEqual(Array(8).fill(true))
  for (const i of [0, 2, 4, 6]) expect(lines[i]).toEqual(lines[i + 1])
  expect(lines[0]).not.toEqual(lines[2])
})

describe('a caller with an ensemble of its own', () => {
  test.skipIf(!isWhole).each([
    ['TypeScript 5.9', 'nodenext'],
    ['TypeScript 7', 'bundler'],
  ] as const)('%s, %s: compiles, and the code runs', async (compiler, resolution) => {
    await using project = await projectWith('own-ensemble.ts.txt')
    expect(await compile(project, compilers[compiler], resolution)).toEqual({ exitCode: 0, output: '' })
    await using proxy = await RunningProxy.start(
      shop,
      mapClassifiers(shop, () => '127.0.0.1:1'),
    )
    await project.write(
      'run.mjs',
      `import { run } from './out/caller.js'\nconsole.log(JSON.stringify(await run(process.argv[2])))`,
    )
    for (const runtime of [process.execPath, Bun.which('node')]) {
      if (runtime === null) continue
      const { output } = await project.run(runtime, 'run.mjs', `http://${proxy.address}`)
      expect(output).toContain('["classifier-unavailable","other-contract"]')
    }
  })

  test('a wrong name is an error that is short and names it', async () => {
    const golden = Bun.file(join(callers, 'wrong-names.golden.txt'))
    await using project = await projectWith('wrong-names.ts.txt')
    const { output } = await compile(project, compilers['TypeScript 7'], 'nodenext')
    if (process.env.UPDATE_GOLDEN) await Bun.write(golden, output)
    expect(output).toBe(await golden.text())
    for (const line of output.split('\n')) expect(line.length).toBeLessThan(400)
  })
})
