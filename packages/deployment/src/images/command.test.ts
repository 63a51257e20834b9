import { afterAll, expect, setDefaultTimeout, spyOn, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { imagesCommand, runImages } from './command.ts'

/** The servers are bundled here, ms. */
setDefaultTimeout(60_000)

const out = await mkdtemp(join(tmpdir(), 'sepal-images-'))
const log = spyOn(console, 'log').mockImplementation(() => {})
afterAll(async () => {
  log.mockRestore()
  await rm(out, { recursive: true })
})

test('the base that is asked for is in the Dockerfile, its labels and the bill of materials', async () => {
  const digest = 'ab'.repeat(32)
  const base = `mirror.example.com/oven/bun:1.4.5-slim@sha256:${digest}`
  await runImages(
    imagesCommand.read(['--generic', '--platform=linux/amd64', '--context', out, '--base', base]),
  )
  const dockerfile = await Bun.file(join(out, 'server.Dockerfile')).text()
  expect(dockerfile.match(/^FROM .*$/gm)).toEqual([`FROM ${base}`])
  expect(dockerfile).toContain('org.opencontainers.image.base.name="mirror.example.com/oven/bun:1.4.5-slim"')
  expect(dockerfile).toContain(`org.opencontainers.image.base.digest="sha256:${digest}"`)
  const { components } = await Bun.file(join(out, 'sbom/server.cdx.json')).json()
  expect(components[0]).toMatchObject({ 'bom-ref': base, hashes: [{ content: digest }] })
  expect(log.mock.calls).toEqual([
    [expect.stringContaining(`docker build --file ${join(out, 'server.Dockerfile')}`)],
  ])
})
