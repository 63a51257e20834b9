import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const root = join(import.meta.dir, '../../..')
const sources = join(root, 'packages/client/src')
/** The file with the routes written out. */
export const CONTRACT = 'contract.d.ts'

/**
 * The declarations of the client for one ensemble, text by file name. Their routes are what the compiler infers from
 * the proxy's definition, without imports from other packages.
 * @param manifest path of its `ensemble.json`
 * @throws Error with what the compiler said
 */
export async function declarations(manifest: string): Promise<Map<string, string>> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sepal-sdk-')))
  try {
    await Bun.write(join(folder, 'contract.ts'), contract(manifest))
    await Bun.write(join(folder, 'tsconfig.json'), JSON.stringify(configuration(folder)))
    await compile(folder)
    return await reachable(async (file) => {
      const from = file === CONTRACT ? folder : sources
      return await Bun.file(join(folder, 'out', from, file)).text()
    })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** The compiler writes out a type in full where it has to infer it, but not where it has a name. */
const contract = (manifest: string) => `
import type { Proxy } from ${JSON.stringify(join(root, 'packages/proxy/src/index.ts'))}
import type { RoutesOf } from ${JSON.stringify(join(sources, 'routes-of.ts'))}
import type manifest from ${JSON.stringify(manifest)}
declare function inferred<T>(): T extends infer Members ? { [K in keyof Members]: Members[K] } : never
const routes = inferred<RoutesOf<Proxy<typeof manifest>>>()
/** The routes of the proxy: what each takes, and its answers by status. */
export type Routes = typeof routes
/** The types of this package are those of the ensemble that it was built for; it takes no other. */
export type AnyEnsemble = never
export type ThisEnsemble = never
export type AnyDecide = (answers: never) => unknown
export type RoutesFor<_ extends AnyEnsemble, _Decide extends AnyDecide = AnyDecide> = Routes
export type Answers<_ extends AnyEnsemble> = never
`

const configuration = (folder: string) => ({
  extends: join(root, 'tsconfig.json'),
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: '/',
    outDir: join(folder, 'out'),
    types: [join(root, 'node_modules/bun-types')],
  },
  // The declarations of imported files that are not code.
  include: [join(root, 'packages/proxy/src/**/*.d.ts')],
  files: [join(folder, 'contract.ts'), join(sources, 'index.ts')],
})

/** What a caller's compiler reads: `index.d.ts` and what it imports. */
async function reachable(read: (file: string) => Promise<string>): Promise<Map<string, string>> {
  const found = new Map<string, string>()
  const wanted = ['index.d.ts']
  for (let file = wanted.pop(); file !== undefined; file = wanted.pop()) {
    if (found.has(file)) continue
    const text = await read(file)
    wanted.push(...[...text.matchAll(LOCAL)].map(([, name]) => `${name}.d.ts`))
    found.set(file, text.replace(LOCAL, "from './$1.js'"))
  }
  return found
}

const LOCAL = /\bfrom '\.\/([\w-]+)\.ts'/g

async function compile(folder: string) {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const tsc = Bun.spawn([process.execPath, compiler, '--project', folder], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const [said, code] = await Promise.all([tsc.stdout.text(), tsc.exited])
  if (code !== 0) throw new Error(`the declarations cannot be generated:\n${said}`)
}
