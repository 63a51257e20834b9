import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { bundle } from '@sepal/client/build/bundle'
import { packageJson } from '@sepal/client/build/package'
import { OutsideProject } from '@sepal/client/testing/outside-project'
import { StandIn } from '@sepal/client/testing/stand-in'
import { contractOf } from '@sepal/contract'
import { mapClassifiers } from '@sepal/ensemble'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import { RunningProxy } from '@sepal/proxy/testing/running-proxy'
import iris from '../models/ensemble.json' with { type: 'json' }
import { root } from '../scripts/root.ts'
import { hasBrowser, launchBrowser } from './browser.ts'
import { serveFolder } from './website.ts'

/** A browser and a whole ensemble run here, ms. */
setDefaultTimeout(120_000)

/** The package's code. Its types are tested elsewhere. */
const library = 'node_modules/@sepal/client'
const project = await OutsideProject.create()
await project.write(`${library}/index.js`, (await bundle(contractOf(iris))).code)
await project.write(`${library}/package.json`, packageJson('@sepal/client', '1.0.0', ['index.js']))
const callers = join(root, 'packages/client/test/callers')
const transpiler = new Bun.Transpiler({ loader: 'ts' })
await project.write('caller.js', transpiler.transformSync(await Bun.file(join(callers, 'caller.ts')).text()))
for (const file of ['leaver.js', 'forgetter.js']) {
  await project.write(file, Bun.file(join(callers, file)))
}

const imports = { '@sepal/client': `/${library}/index.js` }
await project.write(
  'index.html',
  `<!doctype html><script type="importmap">${JSON.stringify({ imports })}</script>`,
)
const website = serveFolder(project.path)
const ensemble = await RunningEnsemble.start(iris, irisFolder, { corsOrigins: [website.url.origin] })

afterAll(async () => {
  await ensemble[Symbol.asyncDispose]()
  await website.stop(true)
  await project[Symbol.asyncDispose]()
})

/** Calls `run(address)` of a file of the project. */
type Run = (file: string, address: string) => Promise<unknown>

const inProcess =
  (runtime: string): Run =>
  async (file, address) => {
    const script = `console.log(JSON.stringify(await (await import('./${file}')).run('${address}')))`
    await project.write(`run-${file}.mjs`, script)
    const { exitCode, output } = await project.run(runtime, `run-${file}.mjs`)
    if (exitCode !== 0) throw new Error(`exit code ${exitCode}: ${output}`)
    return JSON.parse(output)
  }

const inBrowser: Run = async (file, address) => {
  await using browser = await launchBrowser()
  const page = await browser.newPage()
  await page.goto(new URL('index.html', website.url).href)
  return await page.evaluate(`import('/${file}').then(({ run }) => run('${address}'))`)
}

const runtimes: [name: string, run: Run | undefined][] = [
  ['Bun', inProcess(process.execPath)],
  ['Node', Bun.which('node') === null ? undefined : inProcess('node')],
  ['a browser', hasBrowser ? inBrowser : undefined],
]

const firstEvent = new TextEncoder().encode('event: prediction\ndata: {}\n\n')

for (const [name, run] of runtimes) {
  describe.skipIf(run === undefined)(`in ${name}${run ? '' : ' (not on this machine)'}`, () => {
    test('every call of the SDK works', async () => {
      expect(await run?.('caller.js', `http://${ensemble.proxy.address}`)).toMatchObject({
        label: 'setosa',
        missing: [],
        refused: 'invalid-request: data[0] is an array of 1, expected an array of 4',
        events: expect.arrayContaining(['setosa', 'virginica', 'versicolor', 'label setosa', 'done']),
        first: 'prediction',
        unreachable: 'unreachable',
      })
    })

    test('leaving a stream closes its connection', async () => {
      const { promise: left, resolve: leave } = Promise.withResolvers<void>()
      const headers = {
        'access-control-allow-origin': '*',
        'access-control-allow-headers': '*',
      }
      await using server = new StandIn(async (request) => {
        if (request.method === 'OPTIONS') return new Response(null, { headers })
        if (request.method === 'GET') {
          await left
          return Response.json({ health: 'ok' }, { headers })
        }
        request.signal.addEventListener('abort', () => leave())
        const body = new ReadableStream({ start: (controller) => controller.enqueue(firstEvent) })
        return new Response(body, { headers: { ...headers, 'content-type': 'text/event-stream' } })
      })
      expect(await run?.('leaver.js', server.url)).toEqual({ seen: ['prediction'], health: { health: 'ok' } })
    })

    // A browser's page never ends on its own.
    test.skipIf(name === 'a browser')('an abandoned stream does not keep the process alive', async () => {
      const body = 'event: done\ndata: {"ms":1}\n\n'
      await using server = new StandIn(
        () => new Response(body, { headers: { 'content-type': 'text/event-stream' } }),
      )
      expect(await run?.('forgetter.js', server.url)).toEqual({ code: null })
    })
  })
}

test.skipIf(!hasBrowser)('a page that CORS_ORIGINS does not list gets no answer', async () => {
  const nowhere = mapClassifiers(iris, () => '127.0.0.1:1')
  await using proxy = await RunningProxy.start(iris, nowhere)
  await using browser = await launchBrowser()
  const page = await browser.newPage()
  await page.goto(new URL('index.html', website.url).href)
  const asked = `import('@sepal/client').then(async ({ createClient }) =>
    (await createClient('http://${proxy.address}', { retries: 0 }).health.get()).error?.code)`
  expect(await page.evaluate(asked)).toBe('unreachable')
})
