import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@sepal/client'
import { ensureConsole } from '@sepal/console/build'
import { hashOf, newKey } from '@sepal/keys'
import { type System, startSystem } from '@sepal/launcher'
import iris from '../models/ensemble.json' with { type: 'json' }
import { hasBrowser, launchBrowser } from './browser.ts'

/** Starts a whole system and a browser, on busy machines, ms. */
setDefaultTimeout(60_000)

const keyOf = () => newKey((bytes) => crypto.getRandomValues(bytes))
const caller = keyOf()
const both = keyOf()
const data = [Object.values(iris.sample)]

let folder = ''
let system: System
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'keys-'))
  const file = join(folder, 'keys.json')
  const keys = {
    caller: { sha256: hashOf(caller), scopes: ['predict'] },
    console: { sha256: hashOf(both), scopes: ['predict', 'operate'] },
  }
  await Bun.write(file, JSON.stringify({ keys }))
  await ensureConsole()
  const env = { ...Bun.env, LOG_LEVEL: 'warn', API_KEYS_FILE: file }
  system = await startSystem({ port: 0, freePorts: true, env })
})
afterAll(async () => {
  await system?.stop()
  await rm(folder, { recursive: true })
})

test('a client with a key is answered, also one whose key comes from a function', async () => {
  for (const key of [caller, () => caller, async () => caller]) {
    const { data: answer } = await createClient(system.url, { ensemble: iris, key }).predict.label.post({
      data,
    })
    expect(answer?.prediction.label).toBe('setosa')
  }
  const without = await createClient(system.url, { key: () => undefined }).predict.label.post({ data })
  expect(without.error?.code).toBe('unauthorized')
})

test('a classifier that the launcher has started refuses whoever is not the proxy', async () => {
  const { port } = system.child('setosa')
  expect((await fetch(`http://127.0.0.1:${port}/metadata`)).status).toBe(401)
  expect((await fetch(`http://127.0.0.1:${port}/health`)).status).toBe(200)
})

describe('the commands', () => {
  const sepal = async (...argv: string[]) => {
    const main = join(import.meta.dir, '../packages/sepal/src/main.ts')
    const child = Bun.spawn([process.execPath, main, ...argv], { stdout: 'pipe', stderr: 'pipe' })
    const [out, err, code] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
      child.exited,
    ])
    return { out, err, code }
  }

  test('types and score take a key from a file, and say that one is wanted', async () => {
    const keyFile = join(folder, 'key')
    await Bun.write(keyFile, `${caller}\n`)
    const rows = join(folder, 'rows.csv')
    await Bun.write(rows, `${Object.keys(iris.sample)}\n${Object.values(iris.sample)}\n`)
    const [types, refused, scored, unscored] = await Promise.all([
      sepal('types', system.url, '--key-file', keyFile),
      sepal('types', system.url),
      sepal('score', rows, '--url', system.url, '--key-file', keyFile),
      sepal('score', rows, '--url', system.url),
    ])
    expect(types.out).toContain('setosa')
    expect(refused).toMatchObject({
      code: 1,
      err: expect.stringContaining('asks for a key (--key-file FILE)'),
    })
    expect(scored.out).toContain(',setosa,')
    expect(unscored).toMatchObject({ code: 1, err: expect.stringContaining('there is no key') })
  })
})

describe.skipIf(!hasBrowser)('the console', () => {
  test('asks for a key, keeps it for its tab, and forgets it', async () => {
    await using browser = await launchBrowser()
    const context = await browser.newContext()
    const page = await context.newPage()
    await page.goto(`${system.url}/console`)
    await page.getByLabel('Key').fill(caller)
    await page.getByRole('button', { name: 'Use it in this tab' }).click()
    await page.getByText('forbidden', { exact: true }).first().waitFor()
    await page.getByLabel('Key').fill(both)
    await page.getByRole('button', { name: 'Use it in this tab' }).click()
    await page.locator('.verdict .label', { hasText: 'setosa' }).waitFor()
    await page.reload()
    await page.locator('.verdict .label', { hasText: 'setosa' }).waitFor()
    const other = await context.newPage()
    await other.goto(`${system.url}/console`)
    await other.getByLabel('Key').waitFor()
    await page.getByRole('button', { name: 'Forget key' }).click()
    await page.getByLabel('Key').waitFor()
  })
})
