import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { eventually } from '@sepal/server/testing'
import type { BrowserContextOptions, Page } from 'playwright-core'
import { hasBrowser } from './browser.ts'
import { ConsoleInBrowser } from './console-in-browser.ts'
import { type FakedEnsemble, fakeAnswers } from './faked-answers.ts'
import { churn, forty, own, prices, stacked, wordsOnly } from './faked-ensembles.ts'
import type { WatchedPage } from './watched-page.ts'

/** Starts a whole system and a browser, on busy machines, ms. */
setDefaultTimeout(60_000)

const phone = { viewport: { width: 360, height: 740 } }
const wide = { viewport: { width: 1920, height: 1080 } }

describe.skipIf(!hasBrowser)('the console shows every kind of feature and answer', () => {
  let running: ConsoleInBrowser
  beforeAll(async () => {
    running = await ConsoleInBrowser.start()
  })
  afterAll(() => running?.[Symbol.asyncDispose]())

  async function open(
    faked: FakedEnsemble,
    hash: string,
    options?: BrowserContextOptions,
  ): Promise<WatchedPage> {
    const watched = await running.open(hash, options)
    await fakeAnswers(watched.page, faked)
    await watched.page.reload()
    return watched
  }
  const rowIn = (page: Page) => new URLSearchParams(decodeURIComponent(page.url()).split('?')[1]).get('row')

  test('the title of the console is the name of the ensemble', async () => {
    await using watched = await open(prices, '#try')
    await watched.page.locator('.ensemble-name', { hasText: 'flat-prices' }).waitFor()
    expect(await watched.page.title()).toBe('flat-prices · Try it · Sepal')
  })

  test('each kind of feature has its own field, which may be empty where the feature allows it', async () => {
    await using watched = await open(prices, '#try')
    const { page } = watched
    await page.getByLabel('area', { exact: true }).fill('100.5')
    await page.getByLabel('rooms', { exact: true }).fill('2.5')
    await page.getByText('Not a valid whole number; using the previous value').waitFor()
    await page.getByLabel('rooms', { exact: true }).fill('4')
    await page.getByLabel('heating', { exact: true }).selectOption('heat pump')
    await page.getByLabel('balcony', { exact: true }).uncheck()
    await page.getByLabel('description', { exact: true }).fill('It\'s "quiet", they say')
    await eventually(
      async () => rowIn(page),
      (row) => row === JSON.stringify([100.5, 4, 'heat pump', false, 'It\'s "quiet", they say']).slice(1, -1),
    )
    expect(await page.getByRole('button', { name: 'missing: area' }).count()).toBe(0)
    for (const { name } of prices.features.slice(1)) {
      await page.getByRole('button', { name: `missing: ${name}` }).click()
    }
    await eventually(
      async () => rowIn(page),
      (row) => row === '100.5,null,null,null,null',
    )
    expect(await page.getByLabel('heating', { exact: true }).isDisabled()).toBe(true)
    await watched.expectUsable()
    await page.getByRole('button', { name: 'missing: heating' }).click()
    await eventually(
      () => page.getByLabel('heating', { exact: true }).inputValue(),
      (value) => value === 'heat pump',
    )
    await page
      .locator('code', { hasText: '"rows":[{"area":100.5,"rooms":null,"heating":"heat pump"' })
      .waitFor()
  })

  test('a value is shown with its unit and the spread of the models, a score with its threshold', async () => {
    await using watched = await open(prices, '#try')
    const { page } = watched
    await page.locator('.verdict .value', { hasText: '341,260 EUR' }).waitFor()
    await page.getByText('310,670 to 371,710 EUR').waitFor()
    const spread = await page.locator('.spread').getAttribute('aria-label')
    expect(spread?.replaceAll('\u00a0', ' ')).toStartWith(
      'The models are 61,038 EUR apart: forest 341,400 EUR',
    )
    expect(await page.locator('.spread .model').count()).toBe(3)
    await page.getByText('Without linear it would be 356,560 EUR').waitFor()
    const anomaly = page.locator('.votes tbody tr', { hasText: 'anomaly' })
    expect(await anomaly.locator('.said').textContent()).toBe('normal 0.21')
    expect(await anomaly.locator('.threshold').count()).toBe(1)
    await page.getByLabel('area', { exact: true }).fill('230')
    await anomaly.locator('.said', { hasText: 'outlier -0.39' }).waitFor()
    await page.locator('code', { hasText: '/predict/value' }).waitFor()
    await watched.expectUsable()
  })

  test('classifiers with the same classes show a share for each, and a long list of categories can be searched', async () => {
    await using watched = await open(churn, '#try')
    const { page } = watched
    await page.locator('.verdict .label', { hasText: 'stay' }).waitFor()
    const forest = page.locator('.votes tbody tr', { hasText: 'forest' })
    expect(await forest.locator('.shares i').count()).toBe(3)
    expect(await forest.locator('.said').textContent()).toMatch(/^stay 59\.1\s%$/)
    expect(await page.locator('.votes tbody tr', { hasText: 'svc' }).locator('.said').textContent()).toBe(
      'stay',
    )
    const city = page.getByLabel('city', { exact: true })
    expect(await page.locator('datalist option').count()).toBe(240)
    await city.fill('nowhere')
    await page.getByText('Not one of the 240 values; using "city number 7"').waitFor()
    await city.fill('city number 200')
    await eventually(
      async () => rowIn(page),
      (row) => row === '44,null,"city number 200"',
    )
    await watched.expectUsable()
  })

  test('a partial answer says so, and so does the code shown for the call', async () => {
    await using watched = await open(churn, '#try?row=85,100,"city number 3"')
    const { page } = watched
    await page.getByText('Partial answer: svc failed with deadline-exceeded').waitFor()
    await page.locator('code', { hasText: "/predict/label?partial=true'" }).waitFor()
    await watched.expectUsable()
  })

  test('an ensemble without a decision or numeric features has no map', async () => {
    await using watched = await open(wordsOnly, '#try')
    const { page } = watched
    await page.getByText('Nothing is decided: each answers for itself').waitFor()
    expect(await page.getByRole('link').allInnerTexts()).toEqual(['Try it', 'Services', 'Bulk'])
    await watched.expectUsable()
  })

  test('a final model is among the services alone, and its failure is that of the decision', async () => {
    await using watched = await open(stacked, '#try')
    const { page } = watched
    await page.locator('.verdict .label', { hasText: 'yes' }).waitFor()
    await page.getByText('all 2 answered').waitFor()
    expect(await page.locator('.votes tbody th').allTextContents()).toEqual(['forest', 'linear'])
    await page.getByLabel('height', { exact: true }).fill('9.5')
    await page.getByText('The final model did not answer').waitFor()
    await page.locator('.votes tr', { hasText: 'stack' }).getByText('deadline-exceeded').waitFor()
    await watched.expectUsable()
    await page.getByRole('link', { name: 'Services' }).click()
    await page.getByText('its list of dictionaries (ZipMap) is read as [N, 2]').waitFor()
    expect(await page.locator('.services tbody tr').count()).toBe(3)
    await watched.expectUsable()
  })

  test("a user's own decision is shown as it is, and its error instead of it", async () => {
    await using watched = await open(own, '#try')
    const { page } = watched
    await page.locator('.verdict .other', { hasText: '"queue": "none"' }).waitFor()
    await page.getByLabel('amount', { exact: true }).fill('150')
    await page.getByText('Nothing was decided').waitFor()
    await page.getByText('./decide.ts threw decision-failed').waitFor()
    await watched.expectUsable()
  })

  test('a map of values is shaded, and its rows have whole numbers for an integer', async () => {
    await using watched = await open(prices, '#map')
    const { page } = watched
    await page.locator('section[aria-label=Map][aria-busy=false]').waitFor()
    expect(await page.getByLabel('Across').locator('option').allInnerTexts()).toEqual(['area', 'rooms'])
    await page.locator('.shades', { hasText: 'EUR' }).waitFor()
    await page.locator('.field').click({ position: { x: 50, y: 50 } })
    await page.waitForURL(/row=[\d.]+,9,/)
    await watched.expectUsable()
  })

  test('the card of a regressor shows its errors, and predicted against actual values', async () => {
    await using watched = await open(prices, '#services?of=forest')
    const { page } = watched
    await page.getByText('Predicted against actual').waitFor()
    expect(await page.locator('circle.row').count()).toBe(160)
    expect(await page.locator('rect.errors').count()).toBe(12)
    await page.getByText('a value in EUR').waitFor()
    await watched.expectUsable()
  })

  describe.each([
    ['a desktop', {}],
    ['a wide screen', wide],
    ['a phone', phone],
    ['a dark desktop', { colorScheme: 'dark' }],
  ] as const)('forty features and forty classifiers on %s', (where, options) => {
    test('are accessible, with no clipped number and the decision in view', async () => {
      await using watched = await open(forty, '#try', options)
      const { page } = watched
      await page.locator('.verdict .value').waitFor()
      await watched.expectUsable()
      expect(await page.locator('.votes tbody tr').count()).toBe(40)
      const clipped = await page.evaluate<string[]>(
        `[...document.querySelectorAll('.number input')].filter((box) => box.scrollWidth > box.clientWidth).map((box) => box.value)`,
      )
      expect(clipped).toEqual([])
      const { y = 0, height = 0 } = (await page.locator('.verdict').boundingBox()) ?? {}
      expect(y + height).toBeLessThan(page.viewportSize()?.height ?? 0)
      if (where !== 'a phone') {
        const formHeight = await page.evaluate<number>(`document.querySelector('form').scrollHeight`)
        expect(formHeight).toBeLessThan(1000)
      }
    })
  })

  test('a file of every kind of cell gets values, and a summary of them', async () => {
    await using watched = await open(prices, '#bulk')
    const { page } = watched
    const text =
      'area,rooms,heating,balcony,description\n72,3,gas,true,"bright, quiet"\n80,,,,\n90,3,oil,true,x\n'
    const file = { name: 'flats.csv', mimeType: 'text/csv', buffer: Buffer.from(text) }
    await page.locator('input[type=file]').setInputFiles(file)
    const line = (feature: string) =>
      page.locator('.preview tbody tr', { has: page.locator('th', { hasText: feature }) })
    await line('heating').getByText('1 does not fit: heating is "oil"').waitFor()
    expect(await line('rooms').locator('.badge').textContent()).toBe('1 missing')
    await watched.expectUsable()
    await page.getByRole('button', { name: 'Score' }).click()
    await page.getByText('2 of 3 rows').waitFor()
    await page.getByText('heating is "oil"').waitFor()
    expect(await page.locator('.metrics dt').allInnerTexts()).toEqual(['Mean', 'Lowest', 'Highest'])
    await watched.expectUsable()
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ])
    const [head, first] = (await Bun.file(await download.path()).text()).split('\n')
    expect(head).toBe('area,rooms,heating,balcony,description,value,min,max,spread')
    expect(first).toMatch(/^72,3,gas,true,"bright, quiet",341[\d.]+,310[\d.]+,371[\d.]+,[\d.]+$/)
  })

  test('a phone shows every figure of a service', async () => {
    await using watched = await open(prices, '#services', phone)
    const { page } = watched
    await page.locator('.services .badge.good').first().waitFor()
    const first = page.locator('.services tbody tr').first()
    const heads = await first
      .locator('td[data-head]')
      .evaluateAll((cells: { dataset: { head: string } }[]) => cells.map(({ dataset }) => dataset.head))
    expect(heads).toEqual(['requests/s', 'p50', 'p99', 'rows/call', 'queue', 'errors/s'])
    for (const cell of await first.locator('td').all()) expect(await cell.isVisible()).toBe(true)
    await watched.expectUsable()
  })

  test('the selected service is highlighted over its whole row', async () => {
    await using watched = await open(prices, '#services')
    const { page } = watched
    await page.locator('.services tbody tr', { hasText: 'linear' }).locator('td').nth(3).click()
    await page.waitForURL('**#services?of=linear')
    const colours = await page.evaluate<string[]>(
      `[...document.querySelectorAll('.services tbody tr')].map((line) => getComputedStyle(line).backgroundColor)`,
    )
    expect(colours[2]).not.toBe(colours[1])
    expect(colours[3]).toBe(colours[1])
  })
})
