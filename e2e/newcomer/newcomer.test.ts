import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cp, mkdir, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import iris from '../../models/ensemble.json' with { type: 'json' }
import { packAll } from '../../scripts/pack/pack.ts'
import { root } from '../../scripts/root.ts'
import { hasBrowser, launchBrowser } from '../browser.ts'
import { serveFolder } from '../website.ts'
import { LoopbackRegistry } from './loopback-registry.ts'
import { Newcomer } from './newcomer.ts'
import { upstreamOf } from './upstream.ts'

/** What is installed takes minutes to download, ms. */
setDefaultTimeout(300_000)

const isWanted = process.env.TEST_PACKAGES === '1' && Bun.which('node') !== null && Bun.which('npm') !== null
const reason = isWanted ? '' : ' (bun run test:packages runs them where Node and npm are)'

/** Programs of a newcomer that npm does not bring. */
const TOOLS = ['pnpm@12.21.0', '@yarnpkg/cli-dist@4.18.1', 'deno@2.9.6', 'typescript@5.9.3']

/** What is typed with each package manager. */
const typed = {
  npm: {
    create: 'npm create sepal@latest fraud -- --from ./onnx',
    run: 'npm',
    extra: '-- ',
    sepal: 'npx sepal',
  },
  pnpm: { create: 'pnpm create sepal fraud --from ./onnx', run: 'pnpm', extra: '', sepal: 'pnpm sepal' },
  Yarn: { create: 'yarn dlx create-sepal fraud --from ./onnx', run: 'yarn', extra: '', sepal: 'yarn sepal' },
  bun: { create: 'bun create sepal fraud --from ./onnx', run: 'bun run', extra: '', sepal: 'bunx sepal' },
}

describe.skipIf(!isWanted)(`the packages, as they would be published${reason}`, () => {
  let registry: LoopbackRegistry
  let tools: Newcomer
  let tarballs = ''
  let programs: Record<keyof typeof typed, string[]>

  beforeAll(async () => {
    tarballs = await mkdtemp(join(tmpdir(), 'sepal-tarballs-'))
    const packed = await packAll(tarballs)
    registry = await LoopbackRegistry.start(
      packed.map(({ path }) => path),
      await upstreamOf(),
    )
    tools = await Newcomer.arrive(registry.url, [])
    const { exitCode, output } = await tools.type(`npm install --no-audit --no-fund ${TOOLS.join(' ')}`)
    if (exitCode !== 0) throw new Error(output)
    const bin = join(tools.folder, 'node_modules/.bin')
    const ofBun = join(tools.folder, 'bun')
    await mkdir(ofBun)
    // This Bun may go by another name, as `bun.exe`.
    await Promise.all(['bun', 'bunx'].map((name) => symlink(process.execPath, join(ofBun, name))))
    programs = { npm: [], pnpm: [bin], Yarn: [bin], bun: [ofBun] }
  })
  afterAll(async () => {
    await Promise.all([registry?.[Symbol.asyncDispose](), tools?.[Symbol.asyncDispose]()])
    await rm(tarballs, { recursive: true, force: true })
  })

  for (const [name, { create, run, extra, sepal }] of Object.entries(typed)) {
    test(`${name} makes a project that answers, and whose test passes`, async () => {
      await using newcomer = await Newcomer.arrive(registry.url, programs[name as keyof typeof typed])
      await mkdir(join(newcomer.folder, 'onnx'))
      for (const model of ['setosa', 'virginica', 'versicolor']) {
        await cp(join(root, `models/${model}.onnx`), join(newcomer.folder, `onnx/${model}.onnx`))
      }
      await Bun.write(join(newcomer.folder, 'onnx/broken.onnx'), 'half a mod')

      const begun = performance.now()
      const created = await newcomer.type(create)
      expect(created).toEqual({ exitCode: 0, output: expect.stringContaining('broken.onnx is left out: ') })
      {
        await using running = await newcomer.start(
          `${run} start ${extra}--port 0 --free-ports`,
          'fraud',
          /^ {2}curl .*$/m,
        )
        const answer = await newcomer.type(`${running.said} --silent`)
        const seconds = (performance.now() - begun) / 1000
        console.log(`${name}: ${seconds.toFixed(1)} s from the first command to the first answer`)
        expect(answer.output).toMatch(/^\{"prediction":\{"proba":/)
      }
      expect(await newcomer.type(`${run} test`, 'fraud')).toMatchObject({ exitCode: 0 })
      for (const command of COMMANDS) {
        const { exitCode, output } = await newcomer.type(`${sepal} ${command}`, 'fraud')
        expect(`${command}: ${exitCode}${exitCode === 0 ? '' : output}`).toBe(`${command}: 0`)
      }
    })
  }

  test('another repository compiles with TypeScript 5.9, and calls from Node, Deno and a page', async () => {
    await using caller = await Newcomer.arrive(registry.url, [join(tools.folder, 'node_modules/.bin')])
    await Bun.write(join(caller.folder, 'package.json'), JSON.stringify({ private: true, type: 'module' }))
    expect(await caller.type('npm install --no-audit --no-fund @sepal/client')).toMatchObject({ exitCode: 0 })
    await using website = serveFolder(caller.folder)
    await using ensemble = await RunningEnsemble.start(iris, irisFolder, {
      corsOrigins: [website.url.origin],
    })
    const address = `http://${ensemble.proxy.address}`
    const compiler = { compilerOptions: COMPILER_OPTIONS, files: ['caller.ts'] }
    await Promise.all([
      cp(join(irisFolder, 'ensemble.json'), join(caller.folder, 'ensemble.json')),
      Bun.write(join(caller.folder, 'caller.ts'), CALLER.replace('ADDRESS', JSON.stringify(address))),
      Bun.write(join(caller.folder, 'tsconfig.json'), JSON.stringify(compiler)),
      Bun.write(
        join(caller.folder, 'index.html'),
        (await pageOfDocs()).replace('http://127.0.0.1:9000', address),
      ),
    ])
    expect(await caller.type('tsc --version && tsc --project .')).toEqual({
      exitCode: 0,
      output: 'Version 5.9.3\n',
    })
    expect((await caller.type('node caller.js')).output).toEndWith('setosa\n')
    expect((await caller.type('deno run --allow-net caller.ts')).output).toEndWith('setosa\n')
    if (!hasBrowser) return console.warn('SKIPPED: the page of docs/sdk.md, there is no browser')
    await using browser = await launchBrowser()
    const page = await browser.newPage()
    await page.goto(new URL('index.html', website.url).href)
    await page.locator('p', { hasText: 'setosa' }).waitFor({ timeout: 10_000 })
  })
})

/** The page that docs/sdk.md shows. */
async function pageOfDocs(): Promise<string> {
  const text = await Bun.file(join(root, 'docs/sdk.md')).text()
  return /```html\n(.*?)```/s.exec(text)?.[1] ?? ''
}

/** A caller in a repository of its own. */
const CALLER = `
import { createClient } from '@sepal/client'
import ensemble from './ensemble.json' with { type: 'json' }

const sepal = createClient(ADDRESS, { ensemble })
const { data, error } = await sepal.predict.label.post({ rows: [ensemble.sample] })
if (error) throw error
const label: 'setosa' | 'virginica' | 'versicolor' = data.prediction.label
console.log(label)
`
const COMPILER_OPTIONS = {
  target: 'es2022',
  module: 'nodenext',
  strict: true,
  skipLibCheck: false,
  resolveJsonModule: true,
  types: [],
}

/** What else is typed in the project. */
const COMMANDS = ['--help', 'check', 'compose', 'compose --check', 'kubernetes', 'kubernetes --check']
