import { join } from 'node:path'
import { reachable, root, sources, withDeclarations } from './compiler.ts'

/** The file with the routes written out. */
export const CONTRACT = 'contract.d.ts'

/**
 * The declarations of the client for one ensemble, text by file name. Their routes are what the compiler infers from
 * the proxy's definition, without imports from other packages.
 * @param manifest path of its `ensemble.json`
 * @throws Error with what the compiler said
 */
export async function declarations(manifest: string): Promise<Map<string, string>> {
  return await withDeclarations(contractOf(manifest), ({ folder, contract }) =>
    reachable(async (file) => {
      if (file === 'this-ensemble.d.ts') return 'export type ThisEnsemble = never\n'
      return await Bun.file(file === CONTRACT ? `${contract}.d.ts` : join(folder, sources, file)).text()
    }),
  )
}

/** The compiler writes out a type in full where it has to infer it, but not where it has a name. */
const contractOf = (manifest: string) => `
import type { Proxy } from ${JSON.stringify(join(root, 'packages/proxy/src/index.ts'))}
import type { RoutesOf } from ${JSON.stringify(join(sources, 'routes-of.ts'))}
import type manifest from ${JSON.stringify(manifest)}
declare function inferred<T>(): T extends infer Members ? { [K in keyof Members]: Members[K] } : never
const routes = inferred<RoutesOf<Proxy<typeof manifest>>>()
/** The routes of the proxy: what each takes, and its answers by status. */
export type Routes = typeof routes
/** The types of this package are those of the ensemble that it was built for; it takes no other. */
export type AnyEnsemble = never
export type AnyDecide = (answers: never) => unknown
export type RoutesFor<_ extends AnyEnsemble, _Decide extends AnyDecide = AnyDecide> = Routes
export type Answers<_ extends AnyEnsemble> = never
`
