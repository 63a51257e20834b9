import { ModelFolder } from '@sepal/classifier/testing'
import { classifierNames } from '@sepal/ensemble'
import { conductOf, type Told, type Way, ways } from '@sepal/proxy/testing/fault'
import { FaultServer, wellConduct } from '@sepal/proxy/testing/fault-server'
import { faults } from '@sepal/proxy/testing/fault-table'
import { SICK } from '@sepal/proxy/testing/sick'
import { trio, trioMetadata } from '@sepal/proxy/testing/trio'
import { ProxyProcess } from './proxy-process.ts'
import { proxyRoutes } from './servers.ts'
import type { Illness, Target } from './target.ts'

/** Short, since many faults take the whole deadline, ms. */
const DEADLINE_MS = 100
const DEADLINE_MAX_MS = 2000

type Sickness = { what: string; told: Told; way: Way; isOfAll: boolean }

/** Every fault in docs/failure.md, on each transport, of one classifier and of all. */
const sicknesses = faults.flatMap(({ what, ...told }) =>
  ways.flatMap((way) =>
    [false, true].flatMap((isOfAll): Sickness[] => {
      const one = told[way]
      return one === undefined ? [] : [{ what, told: one, way, isOfAll }]
    }),
  ),
)

/** A proxy in its own process over classifiers with every fault, until it goes out of scope. */
export class SickEnsemble implements Illness, AsyncDisposable {
  private constructor(
    private readonly folder: ModelFolder,
    private readonly classifiers: ReadonlyMap<string, FaultServer>,
    readonly proxy: ProxyProcess,
  ) {}

  static async start(): Promise<SickEnsemble> {
    const folder = await ModelFolder.write(trio)
    const classifiers = new Map<string, FaultServer>()
    for (const name of classifierNames(trio)) {
      classifiers.set(name, await FaultServer.start(wellConduct(name), trioMetadata(name)))
    }
    const addresses = [...classifiers].map(([name, { address }]) => [
      `SERVICE_${name.toUpperCase()}`,
      address,
    ])
    const proxy = new ProxyProcess({
      MODEL_DIR: folder.path,
      DEADLINE_MS: String(DEADLINE_MS),
      DEADLINE_MAX_MS: String(DEADLINE_MAX_MS),
      ...Object.fromEntries(addresses),
    })
    return new SickEnsemble(folder, classifiers, proxy)
  }

  async target(): Promise<Target> {
    const address = await this.proxy.address()
    const url = `http://${address}`
    const server = {
      name: 'proxy',
      address,
      pid: this.proxy.pid,
      routes: await proxyRoutes(url),
      features: trio.features,
    }
    return { url, manifest: trio, servers: [server], forbidden: [500], illness: this }
  }

  async begin(seed: number): Promise<string> {
    const sickness = sicknesses[seed % sicknesses.length]
    if (sickness === undefined) return 'nothing'
    const { what, told, way, isOfAll } = sickness
    for (const [name, server] of this.classifiers) {
      if (!isOfAll && name !== SICK) continue
      server.conduct = conductOf(told, way)
      if ('refuses' in told) await server.refuse()
      else server.drop()
    }
    return `${isOfAll ? 'every classifier' : 'one classifier'} ${what} (${way})`
  }

  async end() {
    for (const [name, server] of this.classifiers) {
      server.conduct = wellConduct(name)
      await server.refuse()
      await server.listen()
    }
  }

  async [Symbol.asyncDispose]() {
    await this.proxy[Symbol.asyncDispose]()
    for (const server of this.classifiers.values()) await server[Symbol.asyncDispose]()
    await this.folder[Symbol.asyncDispose]()
  }
}
