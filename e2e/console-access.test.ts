import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { CONSOLE_FOLDER } from '@sepal/console/build'
import { hasBrowser } from './browser.ts'
import { ConsoleInBrowser } from './console-in-browser.ts'
import { FakeEnsemble, type Shape } from './fake-ensemble.ts'
import { WatchedPage } from './watched-page.ts'

/** Starts a whole system and a browser, on busy machines, ms. */
setDefaultTimeout(60_000)

const panels = ['try', 'map', 'services', 'bulk'] as const
const phone = { viewport: { width: 360, height: 740 } }

describe.skipIf(!hasBrowser)('the accessibility of the console', () => {
  let running: ConsoleInBrowser
  beforeAll(async () => {
    running = await ConsoleInBrowser.start()
  })
  afterAll(() => running?.[Symbol.asyncDispose]())
  const open: ConsoleInBrowser['open'] = (hash, options) => running.open(hash, options)

  test('the console can be used with the keyboard alone', async () => {
    await using watched = await open()
    const { page } = watched
    await page.locator('.verdict .label', { hasText: 'setosa' }).waitFor()
    const focused = () =>
      page.evaluate<string>('document.activeElement.innerText || document.activeElement.ariaLabel || ""')
    const tabTo = async (name: string) => {
      for (let presses = 0; presses < 40; presses += 1) {
        await page.keyboard.press('Tab')
        if ((await focused()).startsWith(name)) return
      }
      throw new Error(`Tab does not reach ${name}`)
    }
    await page.keyboard.press('Tab')
    expect(await focused()).toBe('To the content')
    await page.keyboard.press('Enter')
    await tabTo('petal_length, cm')
    await page.keyboard.press('End')
    await tabTo('petal_width, cm')
    await page.keyboard.press('End')
    await page.locator('.verdict .label', { hasText: 'virginica' }).waitFor()

    await tabTo('Map')
    await page.keyboard.press('Enter')
    await page.locator('.point').waitFor()
    await tabTo('The row on the map')
    await page.keyboard.press('Shift+ArrowLeft')
    await page.keyboard.press('ArrowDown')
    await page.waitForURL(/#map\?row=4\.\d+,3\.\d+,6\.9,2\.5/)
    watched.expectWell()
  })

  describe.each([
    ['a desktop, light', { colorScheme: 'light' }],
    ['a desktop, dark', { colorScheme: 'dark' }],
    ['a phone, light', { colorScheme: 'light', ...phone }],
  ] as const)('on %s', (_, options) => {
    let watched: WatchedPage
    beforeAll(async () => {
      watched = await open('', options)
    })
    afterAll(() => watched?.[Symbol.asyncDispose]())

    test.each(panels)('the panel %s is accessible and fits its window', async (panel) => {
      await watched.show(panel)
      await watched.expectUsable()
    })
  })

  const many: Shape = {
    classifiers: ['n'.repeat(64), ...Array.from({ length: 39 }, (_, i) => `classifier-${i}`)],
    features: [
      'a name without a place to break it'.replaceAll(' ', '_'),
      ...Array.from({ length: 23 }, (_, i) => `f${i}`),
    ],
  }
  const one: Shape = { classifiers: ['only'], features: ['height'] }
  describe.each([
    ['forty classifiers and long names', many],
    ['one classifier of one feature', one],
  ])('an ensemble of %s', (_, shape) => {
    let ensemble: FakeEnsemble
    const pages: WatchedPage[] = []
    beforeAll(async () => {
      ensemble = await FakeEnsemble.start(shape, CONSOLE_FOLDER)
      for (const options of [{}, phone])
        pages.push(await WatchedPage.open(running.browser, `${ensemble.url}/console`, options))
    })
    afterAll(async () => {
      for (const watched of pages) await watched[Symbol.asyncDispose]()
      await ensemble?.[Symbol.asyncDispose]()
    })

    test.each(panels)('the panel %s is accessible and fits its window', async (panel) => {
      for (const watched of pages) {
        await watched.show(panel)
        await watched.expectUsable()
        if (panel === 'try')
          expect(await watched.page.locator('.votes tbody tr').count()).toBe(shape.classifiers.length)
      }
    })
  })
})
