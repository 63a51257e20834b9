import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import type { Upstream } from './upstream.ts'

type Described = { name: string; version: string }

/**
 * A registry on loopback: it has the packages of some tarballs, and hands on what else is asked for. What it has handed
 * on once, it keeps as long as it runs.
 */
export class LoopbackRegistry implements AsyncDisposable {
  readonly #server: Bun.Server<undefined>
  readonly #kept = new Map<string, Promise<Kept>>()

  private constructor(
    private readonly upstream: Upstream,
    private readonly own: ReadonlyMap<string, OwnPackage>,
    private readonly folder: string,
  ) {
    this.#server = Bun.serve({
      hostname: '127.0.0.1',
      port: 0,
      idleTimeout: 255,
      fetch: (request) => this.#answer(request),
    })
  }

  static async start(tarballs: readonly string[], upstream: Upstream): Promise<LoopbackRegistry> {
    const own = await Promise.all(tarballs.map(ownPackage))
    const folder = await mkdtemp(join(tmpdir(), 'sepal-registry-'))
    return new LoopbackRegistry(upstream, new Map(own.map((one) => [one.described.name, one])), folder)
  }

  /** Ends with a slash. */
  get url(): string {
    return this.#server.url.href
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#server.stop(true)
    await rm(this.folder, { recursive: true })
  }

  async #answer({ url, method, headers }: Request): Promise<Response> {
    // Reports of versions with known faults are not asked for; npm does without.
    if (method !== 'GET') return new Response(null, { status: 404 })
    const path = decodeURIComponent(new URL(url).pathname.slice(1))
    const [, name = '', tarball] = /^((?:@[^/]+\/)?[^/]+)(?:\/-\/([^/]+))?/.exec(path) ?? []
    const own = this.own.get(name)
    if (own) return tarball ? new Response(Bun.file(own.path)) : Response.json(own.packument(this.url))
    const accept = headers.get('accept') ?? '*/*'
    const key = tarball ? path : `${path} as ${accept}`
    const kept = this.#kept.get(key) ?? this.#fetch(path, accept, key)
    this.#kept.set(key, kept)
    const { status, type, file } = await kept
    if (tarball || status !== 200) return new Response(Bun.file(file), { status })
    // Tarballs are asked for here too.
    const text = (await Bun.file(file).text()).replace(
      /"tarball":\s*"[^"]*\/-\/([^"/]+)"/g,
      (_, base: string) => `"tarball":"${this.url}${name}/-/${base}"`,
    )
    return new Response(text, { status, headers: { 'content-type': type } })
  }

  async #fetch(path: string, accept: string, key: string): Promise<Kept> {
    const place = path.startsWith('@') && !path.includes('/-/') ? path.replace('/', '%2f') : path
    const response = await fetch(new URL(place, this.upstream.url), {
      headers: { accept, ...this.upstream.headers },
    })
    const file = join(this.folder, Bun.hash(key).toString(36))
    await Bun.write(file, response)
    const type = response.headers.get('content-type') ?? 'application/json'
    return { status: response.status, type, file }
  }
}

type Kept = { status: number; type: string; file: string }

type OwnPackage = { path: string; described: Described; packument: (registry: string) => object }

async function ownPackage(path: string): Promise<OwnPackage> {
  const bytes = await Bun.file(path).bytes()
  const file = (await new Bun.Archive(bytes).files()).get('package/package.json')
  const described: Described = JSON.parse((await file?.text()) ?? '{}')
  const { name, version } = described
  const integrity = `sha512-${new Bun.CryptoHasher('sha512').update(bytes).digest('base64')}`
  const shasum = new Bun.CryptoHasher('sha1').update(bytes).digest('hex')
  const packument = (registry: string) => {
    const dist = { tarball: `${registry}${name}/-/${basename(path)}`, integrity, shasum }
    return {
      name,
      'dist-tags': { latest: version },
      versions: { [version]: { ...described, dist } },
      time: { [version]: '2020-01-01T00:00:00.000Z' },
    }
  }
  return { path, described, packument }
}
