import { type Browser, chromium } from 'playwright-core'

/**
 * The Chromium of this machine; Debian's packages put one there. The shell without a window's own pages needs about half
 * of the processor time.
 */
const PROGRAM = ['chromium-headless-shell', 'chromium', 'chromium-browser', 'google-chrome']
  .map((name) => Bun.which(name))
  .find((path) => path !== null)

export const hasBrowser = PROGRAM !== undefined
if (!hasBrowser) console.warn('SKIPPED: tests in a browser: no chromium in the PATH')

/** It runs as root in containers, on machines without a GPU, and makes no requests of its own. */
const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

export function launchBrowser(flags: readonly string[] = []): Promise<Browser> {
  if (PROGRAM === undefined) throw new Error('there is no chromium in the PATH')
  return chromium.launch({ executablePath: PROGRAM, args: [...FLAGS, ...flags] })
}
