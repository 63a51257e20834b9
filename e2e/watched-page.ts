import { expect } from 'bun:test'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** A page in a browser window of its own that notes what must not be, until it goes out of scope. */
export class WatchedPage implements AsyncDisposable {
  /** errors of the page: thrown, logged, or a policy that was broken */
  private readonly errors: string[] = []
  /** requests to anywhere but the page's own origin */
  private readonly strangers: string[] = []

  private constructor(
    readonly page: Page,
    readonly origin: string,
  ) {
    page.on('pageerror', (error) => this.errors.push(error.message))
    page.on('console', (message) => {
      // That an answer was a 503 is what a test may want; whether the page copes is seen on it.
      const isStatus = message.text().startsWith('Failed to load resource: the server responded')
      if (['error', 'warning'].includes(message.type()) && !isStatus) this.errors.push(message.text())
    })
    page.on('request', (request) => {
      const url = request.url()
      if (!url.startsWith(`${origin}/`) && !/^(data|blob):/.test(url)) this.strangers.push(url)
    })
  }

  static async open(
    browser: Browser,
    url: string,
    options: BrowserContextOptions = {},
  ): Promise<WatchedPage> {
    const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...options })
    context.setDefaultTimeout(15_000)
    const watched = new WatchedPage(await context.newPage(), new URL(url).origin)
    await watched.page.goto(url)
    return watched
  }

  /** What axe finds to be serious or critical, each as one line. */
  async #barriers(): Promise<string[]> {
    // As the devtools do it: the page's own policy lets no further script in.
    await this.page.evaluate(axe.source)
    const found = await this.page.evaluate<AxeResults>('axe.run()')
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join(' | ')}`,
      )
  }

  /** By how much the page is wider than its window, px. */
  #overhang(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  }

  /** Nothing went wrong on the page, and it asked nobody but the proxy. */
  expectWell() {
    expect({ errors: this.errors, strangers: this.strangers }).toEqual({ errors: [], strangers: [] })
  }

  /** Who uses a keyboard or a screen reader finds nothing in the way, and nothing is beyond the window. */
  async expectUsable() {
    await this.page.locator('.card').first().waitFor()
    await this.page.locator('[aria-busy=true]').waitFor({ state: 'detached' })
    expect(await this.#barriers()).toEqual([])
    expect(await this.#overhang()).toBeLessThanOrEqual(0)
    this.expectWell()
  }

  async [Symbol.asyncDispose]() {
    await this.page.context().close()
  }
}
