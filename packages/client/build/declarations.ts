import { dirname, join } from 'node:path'
import type { Manifest } from '@sepal/ensemble'
import { reachable, sources, withDeclarations } from './compiler.ts'

/** The file with the routes written out. */
export const CONTRACT = 'contract.d.ts'

/**
 * The declarations of the client for one ensemble, text by file name. Their routes are what the compiler infers from
 * the proxy's definition, without imports from other packages. The decision of a module in TypeScript is what that
 * returns.
 * @param manifest path of its `ensemble.json`
 * @throws CompilerError with what the compiler said, also of a module that decides
 */
export async function declarations(manifest: string): Promise<Map<string, string>> {
  const { combine = {} }: Partial<Manifest> = await Bun.file(manifest).json()
  const module = Object.keys(combine).find(isTypeScript)
  return await withDeclarations(contractOf(manifest, module), ({ folder, contract }) =>
    reachable(async (file) => {
      if (file === 'this-ensemble.d.ts') return 'export type ThisEnsemble = never\n'
      return await Bun.file(file === CONTRACT ? `${contract}.d.ts` : join(folder, sources, file)).text()
    }),
  )
}

/** The compiler writes out a type in full where it has to infer it, but not where it has a name. */
const contractOf = (manifest: string, module: string | undefined) => `
import type { DecidedBy, Manifest } from '@sepal/ensemble'
import type { Proxy } from '@sepal/proxy'
import type { RoutesOf } from ${JSON.stringify(join(sources, 'routes-of.ts'))}
import type manifest from ${JSON.stringify(manifest)}
${decidedOf(manifest, module)}
declare function inferred<T>(): T extends infer Members ? { [K in keyof Members]: Members[K] } : never
const routes = inferred<Decided extends infer M extends Manifest ? RoutesOf<Proxy<M>> : never>()
/** The routes of the proxy: what each takes, and its answers by status. */
export type Routes = typeof routes
/** The types of this package are those of the ensemble that it was built for; it takes no other. */
export type AnyEnsemble = never
export type AnyDecide = (answers: never) => unknown
export type RoutesFor<_ extends AnyEnsemble, _Decide extends AnyDecide = AnyDecide> = Routes
export type Answers<_ extends AnyEnsemble> = never
`

/** The manifest, with what its module returns. */
const decidedOf = (manifest: string, module: string | undefined) =>
  module === undefined
    ? 'type Decided = typeof manifest'
    : `import type decide from ${JSON.stringify(join(dirname(manifest), module))}
type Decided = DecidedBy<typeof manifest, typeof decide>`

/** Whether `combine` names a module with types. */
const isTypeScript = (tag: string) => tag.startsWith('./') && tag.endsWith('.ts')
