import { join } from 'node:path'
import { reachable, root, sources, withDeclarations } from './compiler.ts'
import { emitted, RollUp } from './roll-up.ts'

/** The file with all that is of the proxy and of manifests. */
const PROXY = 'proxy.d.ts'

/**
 * The declarations of the client for any ensemble, text by file name: those of this repository, whose types are
 * functions of the manifest, in one file without imports from other packages.
 * @throws CompilerError with what the compiler said, or naming what cannot be written without a library
 */
export async function genericDeclarations(): Promise<Map<string, string>> {
  return await withDeclarations(CONTRACT, ({ folder, contract }) =>
    reachable(async (file) => {
      if (file === PROXY) return new RollUp(emitted(folder, join(root, 'packages')), contract).of(EXPORTED)
      if (file === 'this-ensemble.d.ts') return 'export type ThisEnsemble = never\n'
      const text = await Bun.file(join(folder, sources, file)).text()
      return text.replace(/from '@sepal\/(?:ensemble|proxy)'/g, "from './proxy.ts'")
    }),
  )
}

const EXPORTED = ['Manifest', 'Proxy', 'DecidedBy', 'Answers']

/**
 * The compiler writes a type out in full where it has to infer it. A type that is exported here replaces the one of its
 * name in the sources: a caller's manifest is checked by nobody for more than that it is one, and the schemas that say
 * more are a library's.
 */
const CONTRACT = `
import type { Manifest as Checked, StrategyTypes as Strategies } from ${JSON.stringify(join(root, 'packages/ensemble/src/index.ts'))}
import type { Proxy as Service } from ${JSON.stringify(join(root, 'packages/proxy/src/index.ts'))}
declare function inferred<T>(): T extends infer Members ? { [K in keyof Members]: Members[K] } : never
declare function service<M extends Checked>(): Service<M>
const strategies = inferred<Strategies>()
const routes = <M extends Checked>() => service<M>()['~Routes']

/** An \`ensemble.json\`, or what \`GET /contract\` says of one: all that the types of a client depend on. */
export type Manifest = {
  readonly features: Readonly<Record<string, object>>
  readonly classifiers: Readonly<Record<string, object>>
  readonly combine: object
}
/** The proxy for an ensemble. */
export type Proxy<M extends Checked> = { '~Routes': ReturnType<typeof routes<M>> }
export type FeatureEntry = object
export type OutputEntry = object
export type CombineEntry = object
export type StrategyTypes = typeof strategies
export type { Answers, DecidedBy } from ${JSON.stringify(join(root, 'packages/ensemble/src/index.ts'))}
`
