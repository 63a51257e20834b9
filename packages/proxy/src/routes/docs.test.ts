import { afterAll, describe, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { brotliDecompressSync, gunzipSync } from 'node:zlib'
import { irisFolder } from '@sepal/classifier/testing'
import { ServerProcess } from '@sepal/server/testing'
import { FakeGarden } from '../../test/fake-garden.ts'
import { SCRIPT_VERSION } from '../openapi/page-script.ts'

const fake = await FakeGarden.start()
afterAll(() => fake[Symbol.asyncDispose]())

test('/docs is a page whose every part comes from the proxy', async () => {
  const response = await fake.proxy.fetch('/docs')
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const page = await response.text()
  const addresses = [...page.matchAll(/(?:src|href|data-url)="([^"]*)"/g)].map(([, address = '']) => address)
  expect(addresses).toEqual(['docs/json', `docs/scalar.js?v=${SCRIPT_VERSION}`])
  expect(page).not.toMatch(/https?:/)
  for (const address of addresses) expect((await fake.proxy.fetch(`/${address}`)).status).toBe(200)
})

test('the page may load and run nothing else', async () => {
  const response = await fake.proxy.fetch('/docs')
  const policy = response.headers.get('content-security-policy') ?? ''
  const directives = new Map(policy.split('; ').map((text) => [text.split(' ')[0] ?? '', text]))
  expect(directives.get('default-src')).toBe("default-src 'none'")
  expect(directives.get('script-src')).toMatch(/^script-src 'self'( 'sha256-[\w+/=]+')+$/)
  expect(directives.get('connect-src')).toBe("connect-src 'self'")
})

test('the page tells Scalar where the proxy is, before Scalar is loaded', async () => {
  const page = await (await fake.proxy.fetch('/docs')).text()
  const [, script = ''] = /<script>(.*?)<\/script>\s*<script src="docs\/scalar/s.exec(page) ?? []
  const dataset = { configuration: '{"spec":{"url":"docs/json"}}' }
  const run = new Function('document', 'location', script)
  run({ getElementById: () => ({ dataset }) }, { href: 'https://gateway.example/models/docs#tag/health' })
  expect(JSON.parse(dataset.configuration)).toEqual({
    spec: { url: 'docs/json' },
    servers: [{ url: 'https://gateway.example/models' }],
  })
})

test('with a slash at its end, /docs is the page without it', async () => {
  const response = await fake.proxy.fetch('/docs/')
  expect(response.url).toEndWith('/docs')
  expect(await response.text()).toContain('docs/scalar.js')
})

describe('the script', () => {
  /** As it comes over the wire: `fetch` would unpack it. */
  const script = (search: string, headers: Record<string, string> = {}) =>
    fetch(`http://${fake.proxy.address}/docs/scalar.js${search}`, { headers, decompress: false })

  test.each([
    ['br', brotliDecompressSync],
    ['gzip', gunzipSync],
  ])('comes as %s, which is a third of it', async (encoding, unpack) => {
    const response = await script('', { 'accept-encoding': encoding })
    expect(response.headers.get('content-encoding')).toBe(encoding)
    expect(response.headers.get('vary')).toBe('accept-encoding')
    const bytes = await response.bytes()
    const plain = await script('', { 'accept-encoding': 'identity' })
    expect(plain.headers.get('content-encoding')).toBeNull()
    const content = await plain.bytes()
    expect(unpack(bytes).equals(content)).toBe(true)
    expect(bytes.length).toBeLessThan(content.length / 3)
  })

  test.each([
    [`?v=${SCRIPT_VERSION}`, 'public, max-age=31536000, immutable'],
    ['?v=0.0.1', 'no-cache'],
    ['', 'no-cache'],
  ])('with %p may be kept: %s', async (search, caching) => {
    const response = await script(search)
    expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
    expect(response.headers.get('cache-control')).toBe(caching)
    await response.arrayBuffer()
  })
})

test('the script is there in a bundle too, wherever that is started', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'sepal-bundle-'))
  const main = join(import.meta.dir, '../main.ts')
  await Bun.build({ entrypoints: [main], target: 'bun', outdir: folder })
  {
    await using server = new ServerProcess(join(folder, 'main.js'), { MODEL_DIR: irisFolder, PORT: '0' })
    const response = await fetch(`http://${await server.address()}/docs/scalar.js`)
    expect(response.status).toBe(200)
    expect((await response.text()).length).toBeGreaterThan(1_000_000)
  }
  await rm(folder, { recursive: true })
})
