import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import type { Browser, Page } from 'playwright-core'
import iris from '../models/ensemble.json' with { type: 'json' }
import { hasBrowser, launchBrowser } from './browser.ts'

/** A browser starts here, on busy machines, ms. */
setDefaultTimeout(60_000)

describe.skipIf(!hasBrowser)('/docs in Chromium without access to other hosts', () => {
  let ensemble: RunningEnsemble<typeof iris>
  let browser: Browser
  let page: Page
  /** the page's requests and errors */
  const hosts = new Set<string>()
  const errors: string[] = []

  beforeAll(async () => {
    ensemble = await RunningEnsemble.start(iris, irisFolder)
    browser = await launchBrowser(['--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1'])
    page = await browser.newPage({ viewport: { width: 1280, height: 800 } })
    page.on('request', (request) => hosts.add(new URL(request.url()).host))
    page.on('pageerror', ({ message }) => errors.push(message))
    page.on('console', (message) => {
      const isIcon = message.location().url.endsWith('/favicon.ico')
      if (message.type() === 'error' && !isIcon) errors.push(message.text())
    })
    await page.goto(`http://${ensemble.proxy.address}/docs`)
  })
  afterAll(async () => {
    await browser?.close()
    await ensemble?.[Symbol.asyncDispose]()
  })

  test('/docs shows the routes under its own content security policy', async () => {
    await page.getByRole('heading', { name: 'The label of one row' }).first().waitFor()
    expect(errors).toEqual([])
  })

  test('/docs sends a request and shows the answer', async () => {
    await page.getByRole('button', { name: /^Test Request.*post \/predict\/label\)/ }).click()
    await page.getByRole('button', { name: 'Send Request', exact: true }).click()
    await page.getByText('200 OK').waitFor()
    await page.getByRole('dialog').getByText('"setosa"').first().waitFor()
    expect(errors).toEqual([])
  })

  test('/docs loads nothing from another host', () => {
    expect([...hosts]).toEqual([ensemble.proxy.address])
  })
})
