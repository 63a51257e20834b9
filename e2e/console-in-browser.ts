import { ensureConsole } from '@sepal/console/build'
import { type System, type SystemOptions, startSystem } from '@sepal/launcher'
import type { Browser, BrowserContextOptions } from 'playwright-core'
import { launchBrowser } from './browser.ts'
import { WatchedPage } from './watched-page.ts'

/** A whole system, and a browser to look at its console, until it goes out of scope. */
export class ConsoleInBrowser implements AsyncDisposable {
  private constructor(
    readonly system: System,
    readonly browser: Browser,
  ) {}

  static async start(options: SystemOptions = {}): Promise<ConsoleInBrowser> {
    await ensureConsole()
    const env = { ...Bun.env, LOG_LEVEL: 'warn' }
    const system = await startSystem({ port: 0, freePorts: true, env, ...options })
    return new ConsoleInBrowser(system, await launchBrowser())
  }

  /** The console in its own window; `hash` selects the panel. */
  open(hash = '', options?: BrowserContextOptions): Promise<WatchedPage> {
    return WatchedPage.open(this.browser, `${this.system.url}/console${hash}`, options)
  }

  async [Symbol.asyncDispose]() {
    await this.browser.close()
    await this.system.stop()
  }
}
