import { mkdtemp, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

export const root = join(import.meta.dir, '../../..')
export const sources = join(root, 'packages/client/src')

/** What the compiler has written: for a file at a path its declarations are at the same path below `folder`. */
export type Emitted = { folder: string; contract: string }

/** Why declarations cannot be written: what is wrong in a module that decides, for the one who wrote it. */
export class CompilerError extends Error {
  override name = 'CompilerError'
}

/**
 * Has the compiler write the declarations of the client and of a file that stands in for its `contract.ts`.
 * @param contract the text of that file
 * @throws CompilerError with what the compiler said
 */
export async function withDeclarations<T>(
  contract: string,
  use: (emitted: Emitted) => Promise<T>,
): Promise<T> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'sepal-sdk-')))
  try {
    await Bun.write(join(folder, 'contract.ts'), contract)
    await Bun.write(join(folder, 'tsconfig.json'), JSON.stringify(configuration(folder)))
    await compile(folder)
    return await use({ folder: join(folder, 'out'), contract: join(folder, 'out', folder, 'contract') })
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const configuration = (folder: string) => ({
  extends: join(root, 'tsconfig.json'),
  compilerOptions: {
    noEmit: false,
    declaration: true,
    emitDeclarationOnly: true,
    rootDir: '/',
    outDir: join(folder, 'out'),
    types: [join(root, 'node_modules/bun-types')],
    // Types that are found below node_modules could not be named in a declaration.
    paths: {
      ...Object.fromEntries(
        ['client', 'contract', 'ensemble', 'proxy'].map((name) => [
          `@sepal/${name}`,
          [join(root, `packages/${name}/src/index.ts`)],
        ]),
      ),
      sepal: [join(root, 'packages/sepal/types/index.d.ts')],
    },
    // A matter of taste, in a module that decides.
    noUnusedLocals: false,
    noUnusedParameters: false,
  },
  // The declarations of imported files that are not code.
  include: [join(root, 'packages/proxy/src/**/*.d.ts')],
  files: [join(folder, 'contract.ts'), join(sources, 'index.ts')],
})

async function compile(folder: string) {
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  // Its other threads would check most types again, for a third more processor time in all.
  const tsc = Bun.spawn([process.execPath, compiler, '--singleThreaded', '--project', folder], {
    stdout: 'pipe',
    stderr: 'inherit',
  })
  const [said, code] = await Promise.all([tsc.stdout.text(), tsc.exited])
  if (code !== 0) throw new CompilerError(`the declarations cannot be generated:\n${said}`)
}

/** What a caller's compiler reads: `index.d.ts` and what it imports from beside it. */
export async function reachable(read: (file: string) => Promise<string>): Promise<Map<string, string>> {
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
