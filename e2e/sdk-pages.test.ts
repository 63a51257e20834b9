import { afterAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { buildPackage } from '@sepal/client/build/package'
import { OutsideProject } from '@sepal/client/testing/outside-project'
import { openLog } from '@sepal/proxy/testing/open-log'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import iris from '../models/ensemble.json' with { type: 'json' }
import { root } from '../scripts/root.ts'
import { hasBrowser, launchBrowser } from './browser.ts'
import { serveFolder } from './website.ts'

/** A compiler runs here, on busy machines, ms. */
setDefaultTimeout(120_000)

/** The pages whose snippets a user of the installed package may copy. */
const pages = ['README.md', 'docs/sdk.md', 'packages/client/README.md']
/** The proxy's address in the pages. */
const SHOWN_ADDRESS = 'http://127.0.0.1:9000'

type Snippet = {
  /** page and number */
  title: string
  code: string
  /** the output shown in the page, if any */
  output: string | undefined
}

/** The snippets of a page in one language, each with the text block right after it. */
function snippetsOf(path: string, page: string, language: string): Snippet[] {
  const block = new RegExp(`^\`\`\`${language}\n(.*?)^\`\`\`\n(?:\n\`\`\`text\n(.*?)^\`\`\`\n)?`, 'gms')
  return [...page.matchAll(block)].map(([, code = '', output], i) => ({
    title: `${path}, snippet ${i + 1}`,
    code,
    output,
  }))
}

/** A snippet without its own client continues from the one created first in the page. */
function whole(code: string, [first]: readonly Snippet[]): string {
  if (code.includes('createClient')) return code
  const [beginning = ''] = /^.*?^const sepal = .*?\n/ms.exec(first?.code ?? '') ?? []
  return beginning + code
}

const texts = await Promise.all(pages.map((path) => Bun.file(join(root, path)).text()))
const snippets = texts.flatMap((text, i) => {
  const found = snippetsOf(pages[i] ?? '', text, 'ts')
  return found.map((snippet) => ({ ...snippet, code: whole(snippet.code, found) }))
})
const webPages = texts.flatMap((text, i) => snippetsOf(pages[i] ?? '', text, 'html'))

const project = await OutsideProject.create()
await buildPackage(join(project.path, 'node_modules/@sepal/client'), '1.0.0')
await project.write('ensemble.json', Bun.file(join(irisFolder, 'ensemble.json')))
const website = serveFolder(project.path)
const decisionLog = openLog(join(project.path, 'log'), iris)
const ensemble = await RunningEnsemble.start(iris, irisFolder, {
  corsOrigins: [website.url.origin],
  decisionLog,
})
const here = (code: string) => code.replaceAll(SHOWN_ADDRESS, `http://${ensemble.proxy.address}`)

afterAll(async () => {
  await ensemble[Symbol.asyncDispose]()
  await decisionLog.close(10_000)
  await website.stop(true)
  await project[Symbol.asyncDispose]()
})

test('every snippet in the docs compiles', async () => {
  const files = await Promise.all(
    snippets.map(async ({ code }, i) => {
      await project.write(`snippet-${i}.ts`, `${here(code)}export {}\n`)
      return `snippet-${i}.ts`
    }),
  )
  const compilerOptions = {
    target: 'es2022',
    module: 'nodenext',
    resolveJsonModule: true,
    strict: true,
    exactOptionalPropertyTypes: true,
    noUncheckedIndexedAccess: true,
    types: [],
  }
  await project.write('tsconfig.json', JSON.stringify({ compilerOptions, files }))
  const compiler = join(root, 'node_modules/typescript/bin/tsc')
  const compiled = await project.run(process.execPath, compiler, '--singleThreaded', '--project', '.')
  expect(compiled).toEqual({ exitCode: 0, output: '' })
})

/** Answers come in any order, rounded to the digits shown. */
const comparable = (output: string) => output.trim().split('\n').sort()

describe.each(snippets.map((snippet, i) => ({ ...snippet, i })))('$title', ({ code, output, i }) => {
  test('the snippet runs and prints the output that is shown', async () => {
    await project.write(`snippet-${i}.ts`, here(code))
    const ran = await project.run(process.execPath, `snippet-${i}.ts`)
    expect(ran).toMatchObject({ exitCode: 0 })
    if (output !== undefined) expect(comparable(ran.output)).toEqual(comparable(output))
  })
})

describe.skipIf(!hasBrowser).each(webPages)('$title, a web page', ({ code }) => {
  test('the web page shows the label', async () => {
    await project.write('index.html', here(code))
    await using browser = await launchBrowser()
    const page = await browser.newPage()
    await page.goto(new URL('index.html', website.url).href)
    await page.waitForSelector('p:not(:empty)')
    expect(await page.textContent('p')).toBe('setosa')
  })
})
