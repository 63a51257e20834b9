import { Command, runCommand } from '@sepal/command-line'
import { ensureConsole } from '@sepal/console/build'
import { sampleRow } from '@sepal/ensemble'
import { type System, startSystem } from '@sepal/launcher'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'
import { launchBrowser } from '../../e2e/browser.ts'

/** How long the services are under load before the picture, so that their charts are filled, ms. */
const LOAD_MS = 45_000

/** Even, so that the row is in the end what it was; and the time in which the page has asked for one, ms. */
const WARM_UPS = 40
const WARM_UP_MS = 150

/** Shown in the pictures. */
const PORT = 9000

type Picture = {
  name: string
  hash: string
  options: BrowserContextOptions
  /** how many callers send requests meanwhile */
  callers?: number
  /** what is done on the page before the picture */
  prepare: (page: Page) => Promise<unknown>
}

const settled = (page: Page) => page.waitForSelector('[aria-busy=true]', { state: 'detached' })

const pictures: readonly Picture[] = [
  {
    name: 'console-try',
    hash: '#try?row=5.9,3.0,4.9,1.7',
    options: { viewport: { width: 1040, height: 610 }, colorScheme: 'light' },
    prepare: async (page) => {
      await page.waitForSelector('.verdict .label')
      // The first answers are slow: the system has just started.
      for (let asked = 1; asked <= WARM_UPS; asked += 1) {
        await page.getByLabel('petal_width', { exact: true }).fill(asked % 2 === 0 ? '1.7' : '1.6')
        await page.waitForTimeout(WARM_UP_MS)
        await settled(page)
      }
    },
  },
  {
    name: 'console-map',
    hash: '#map?row=5.8,3,4.4,1.4&x=petal_length&y=petal_width',
    options: { viewport: { width: 1040, height: 790 }, colorScheme: 'light' },
    prepare: async (page) => {
      await page.waitForSelector('.caption')
      await settled(page)
    },
  },
  {
    name: 'console-services',
    hash: '#services?of=versicolor',
    options: { viewport: { width: 1040, height: 1130 }, colorScheme: 'dark' },
    callers: 8,
    prepare: (page) => page.waitForTimeout(LOAD_MS),
  },
]

const command = new Command({
  name: 'docs:screenshots',
  invocation: 'bun run docs:screenshots',
  summary: 'Takes the pictures of the console for the pages again. They depend on the installed fonts.',
  options: {},
})

await runCommand(command, async () => {
  await ensureConsole()
  await using system = await startSystem({
    port: PORT,
    freePorts: true,
    env: { ...Bun.env, LOG_LEVEL: 'warn' },
  })
  const browser = await launchBrowser()
  for (const picture of pictures) await take(browser, system, picture)
  await browser.close()
})

async function take(from: Browser, { url, manifest }: System, picture: Picture) {
  const { name, hash, options, callers: count = 0, prepare } = picture
  const page = await from.newPage(options)
  await page.goto(`${url}/console${hash}`)
  const callers = Array.from(
    { length: count },
    (_, i) => new Caller(`${url}/predict/label`, sampleRow(manifest).map(Number), i),
  )
  await prepare(page)
  for (const caller of callers) caller.stop()
  await page.screenshot({ path: new URL(`../../docs/${name}.png`, import.meta.url).pathname })
  await page.close()
  console.log(`docs/${name}.png`)
}

/** Requests a label over and over, at a varying rate. */
class Caller {
  #isStopped = false

  constructor(address: string, sample: readonly number[], seed: number) {
    this.#ask(address, JSON.stringify({ data: [sample] }), seed)
  }

  stop() {
    this.#isStopped = true
  }

  async #ask(address: string, body: string, seed: number) {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body }
    for (let i = 0; !this.#isStopped; i += 1) {
      await fetch(address, init).then((response) => response.arrayBuffer())
      await Bun.sleep(12 + 9 * Math.sin(i / 260 + seed / 3))
    }
  }
}
