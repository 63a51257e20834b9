import { afterAll, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { irisFolder } from '@sepal/classifier/testing'
import { ServerProcess } from '@sepal/kit/testing'
import { FakeGarden } from '../../test/fake-garden.ts'

const fake = await FakeGarden.start()
afterAll(() => fake[Symbol.asyncDispose]())

test('/docs is a page whose every part comes from the proxy', async () => {
  const response = await fake.proxy.fetch('/docs')
  expect(response.headers.get('content-type')).toBe('text/html; charset=utf-8')
  const page = await response.text()
  const addresses = [...page.matchAll(/(?:src|href|data-url)="([^"]*)"/g)].map(([, address = '']) => address)
  expect(addresses).toEqual(['docs/json', 'docs/scalar.js'])
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

test('with a slash at its end, /docs is the page without it', async () => {
  const response = await fake.proxy.fetch('/docs/')
  expect(response.url).toEndWith('/docs')
  expect(await response.text()).toContain('docs/scalar.js')
})

test('the script may be kept, and says its type', async () => {
  const response = await fake.proxy.fetch('/docs/scalar.js')
  expect(response.headers.get('content-type')).toBe('text/javascript; charset=utf-8')
  expect(response.headers.get('cache-control')).toBe('max-age=3600')
  await response.arrayBuffer()
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
