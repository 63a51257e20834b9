import { expect, test } from 'bun:test'
import { FakeGarden } from '../../test/fake-garden.ts'

const file = { type: 'text/html', hash: 'h', forms: new Map([['identity', new Uint8Array()]] as const) }
const page = new Map([['index.html', file]])
const BROWSER = { accept: 'text/html,application/xhtml+xml,*/*;q=0.8' }

test('/ leads browsers to the console, below a prefix too', async () => {
  await using fake = await FakeGarden.start({}, { page })
  const response = await fake.proxy.fetch('/', { headers: BROWSER, redirect: 'manual' })
  expect(response.status).toBe(307)
  const location = response.headers.get('location') ?? ''
  expect(new URL(location, 'https://gateway.example/models/').pathname).toBe('/models/console')
})

test.each([
  ['to a caller that is no browser', { page }, {}],
  ['where the console is off', { page, hasConsole: false }, BROWSER],
  ['where the console was not built', {}, BROWSER],
])('/ %s lists what there is, and each of it is there', async (_, options, headers) => {
  await using fake = await FakeGarden.start({}, options)
  await fake.proxy.untilReady()
  const response = await fake.proxy.fetch('/', { headers })
  expect(response.status).toBe(200)
  const links: Record<string, string> = JSON.parse(await response.text())
  expect(Object.keys(links)).toContain('docs')
  for (const link of Object.values(links)) expect((await fake.proxy.fetch(`/${link}`)).status).toBe(200)
})
