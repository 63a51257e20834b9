import { expect } from 'bun:test'
import axe, { type AxeResults } from 'axe-core'
import type { Browser, BrowserContextOptions, Page } from 'playwright-core'

/** Only what is reported is worked out: a selector for each of thousands of nodes would cost most of the time. */
const AXE_OPTIONS = JSON.stringify({ resultTypes: ['violations'], selectors: false })

/** A page in its own browser window that records violations, until it goes out of scope. */
export class WatchedPage implements AsyncDisposable {
  /** errors of the page: thrown, logged, or policy violations */
  private readonly errors: string[] = []
  /** requests to any origin but the page's own */
  private readonly strangers: string[] = []

  private constructor(
    readonly page: Page,
    readonly origin: string,
  ) {
    page.on('pageerror', (error) => this.errors.push(error.message))
    page.on('console', (message) => {
      // A test may provoke a 503; whether the page copes is visible on it.
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

  /** Shows another panel of the console. */
  async show(panel: string) {
    await this.page.goto(`${this.origin}/console#${panel}`)
    // Until then the page has what the panel before it showed.
    await this.page.locator(`nav a[aria-current=page][href^="#${panel}"]`).waitFor()
  }

  /** The serious and critical violations found by axe, one line each. */
  async #barriers(): Promise<string[]> {
    // Evaluated as by the devtools: the page's own policy allows no further script.
    await this.page.evaluate(axe.source)
    const found = await this.page.evaluate<AxeResults>(`axe.run(${AXE_OPTIONS})`)
    return found.violations
      .filter(({ impact }) => impact === 'serious' || impact === 'critical')
      .map(
        ({ id, nodes }) =>
          `${id}: ${nodes.map(({ html, any }) => `${html} ${any[0]?.message ?? ''}`).join(' | ')}`,
      )
  }

  /** How much wider the page is than its window, px. */
  #overhang(): Promise<number> {
    return this.page.evaluate<number>('document.documentElement.scrollWidth - innerWidth')
  }

  /** Expects no errors, and no requests to any host but the proxy. */
  expectWell() {
    expect({ errors: this.errors, strangers: this.strangers }).toEqual({ errors: [], strangers: [] })
  }

  /** Expects no accessibility violations, and no overflow beyond the window. */
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
