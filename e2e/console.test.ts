import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { gzipSync } from 'node:zlib'
import { eventually } from '@sepal/server/testing'
import { hasBrowser } from './browser.ts'
import { askLabel } from './callers.ts'
import { ConsoleInBrowser } from './console-in-browser.ts'

/** Starts a whole system and a browser, on busy machines, ms. */
setDefaultTimeout(60_000)

describe.skipIf(!hasBrowser)('the console', () => {
  let running: ConsoleInBrowser
  beforeAll(async () => {
    running = await ConsoleInBrowser.start()
  })
  afterAll(() => running?.[Symbol.asyncDispose]())
  const open: ConsoleInBrowser['open'] = (hash, options) => running.open(hash, options)

  describe('Try it', () => {
    test('a row is answered by every classifier, and again when it changes', async () => {
      await using watched = await open()
      const { page } = watched
      await page.locator('.verdict .label', { hasText: 'setosa' }).waitFor()
      expect(await page.locator('.votes tbody tr').count()).toBe(3)
      expect(await page.locator('.votes tbody tr', { hasText: 'virginica' }).textContent()).toMatch(
        /1\.5\s%\s*[\d.]+\sm?s/,
      )
      await page.getByText('Without setosa the label would be virginica').waitFor()

      await page.getByLabel('petal_length', { exact: true }).fill('6')
      await page.getByLabel('petal_width', { exact: true }).fill('2.5')
      await page.locator('.verdict .label', { hasText: 'virginica' }).waitFor()
      watched.expectWell()
    })

    test('the row is in the address of the page and in the code to copy', async () => {
      await using watched = await open('', { permissions: ['clipboard-read', 'clipboard-write'] })
      const { page } = watched
      await page.getByLabel('sepal_width', { exact: true }).fill('2.9')
      await page.waitForURL('**/console#try?row=5.1,2.9,1.4,0.2')
      await page.reload()
      expect(await page.getByLabel('sepal_width', { exact: true }).inputValue()).toBe('2.9')
      await page.getByRole('button', { name: 'Copy' }).click()
      await page.getByRole('button', { name: 'Copied' }).waitFor()
      const command = await page.evaluate<string>('navigator.clipboard.readText()')
      expect(command).toContain(`curl ${running.system.url}/predict/label`)
      expect(command).toContain('{"data":[[5.1,2.9,1.4,0.2]]}')
      expect(await outputOf('sh', '-c', command)).toContain('"label":"setosa"')

      await page.getByRole('button', { name: 'SDK' }).click()
      await page.getByRole('button', { name: 'Copy' }).click()
      await page.getByRole('button', { name: 'Copied' }).waitFor()
      const code = await page.evaluate<string>('navigator.clipboard.readText()')
      expect(await outputOf(process.execPath, '-e', code)).toMatch(/^setosa 0\.\d+/)
      watched.expectWell()
    })

    test('an invalid number and one outside the observed range are pointed out', async () => {
      await using watched = await open()
      const { page } = watched
      const field = page.getByLabel('sepal_length', { exact: true })
      await field.fill('9.5')
      await page.getByText('Outside the observed range, 4.3 to 7.9').waitFor()
      await field.fill('tall')
      await page.getByText('Not a valid number; using the previous value').waitFor()
      await field.blur()
      await eventually(
        () => field.inputValue(),
        (text) => text === '9.5',
      )
      await page.getByRole('button', { name: 'Sample' }).click()
      await eventually(
        () => field.inputValue(),
        (text) => text === '5.1',
      )
      watched.expectWell()
    })
  })

  describe('Map', () => {
    test('the map has the regions, the training data and the row, which can be moved', async () => {
      await using watched = await open('#map?x=petal_length&y=petal_width')
      const { page } = watched
      await page.locator('section[aria-label=Map][aria-busy=false]').waitFor()
      expect(await page.locator('.legend').textContent()).toMatch(/setosa\s*[\d.]+\s%.*versicolor/)
      await page.getByText('150 rows of the training data').waitFor()

      const box = await page.locator('.field').boundingBox()
      if (box === null) throw new Error('the map has no size')
      await page.locator('.point').hover()
      await page.mouse.down()
      await page.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.1, { steps: 5 })
      await page.mouse.up()
      await page.locator('.point-verdict', { hasText: 'virginica' }).waitFor()
      await page.waitForURL(/row=5\.1,3\.5,6\.\d+,2\.\d+/)

      // Choosing the other axis's feature swaps the two.
      await page.getByLabel('Across').selectOption('petal_width')
      await eventually(
        () => page.getByLabel('Up').inputValue(),
        (feature) => feature === 'petal_length',
      )
      watched.expectWell()
    })
  })

  describe('Services', () => {
    test('Services has every classifier with its charts, replicas and model card', async () => {
      await using watched = await open('#services')
      const { page } = watched
      await eventually(
        () => page.locator('.services .badge').allInnerTexts(),
        (states) => states.length === 3 && states.every((state) => state === 'ready'),
      )
      await page.getByRole('button', { name: 'virginica' }).click()
      await page.waitForURL('**#services?of=virginica')
      expect(await page.locator('.confusion tbody td').allInnerTexts()).toEqual(['13', '2', '1', '29'])
      await page.getByText('the card describes this model').waitFor()
      expect(await page.locator('figure:has-text("Calibration") circle').count()).toBe(7)
      expect(await page.locator('.replicas tbody tr').count()).toBe(1)
      expect(await page.locator('.chart canvas').count()).toBe(3)
      watched.expectWell()
    })
  })

  test('Services has what models are asked and say, beside training', async () => {
    const data = Array.from({ length: 320 }, () => [25, 3, 1.4, 0.2])
    for (let sent = 0; sent < 12; sent++) {
      const { status } = await fetch(`${running.system.url}/predict/batch`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ data }),
      })
      expect(status).toBe(200)
    }
    await using watched = await open('#services')
    const { page } = watched
    const asked = page.getByRole('region', { name: 'What is asked' })
    const length = asked.locator('.distribution', { hasText: 'sepal_length' })
    await length.getByText('has drifted').waitFor()
    expect(await length.locator('tbody tr').last().textContent()).toMatch(/^above \d/)
    const says = page.getByRole('region', { name: 'What setosa says' })
    expect(await says.locator('h3').allInnerTexts()).toEqual([
      'label',
      'probability of setosa',
      'probability of rest',
    ])
    watched.expectWell()
  })

  test('one of several proxies says on Services that it is one of them', async () => {
    await using several = await ConsoleInBrowser.start({ proxies: 2 })
    const pids = [several.system.child('proxy').pid, several.system.child('proxy', 2).pid]
    await using watched = await several.open('#services')
    const note = watched.page.getByText('Several proxies answer here')
    await note.waitFor()
    const [, pid] = /figures of \S+\/(\d+), which/.exec((await note.textContent()) ?? '') ?? []
    expect(pids).toContain(Number(pid))
    await watched.expectUsable()
    await using alone = await open('#services')
    await alone.page.locator('.services .badge.good').first().waitFor()
    expect(await alone.page.getByText('Several proxies').count()).toBe(0)
  })

  describe('Bulk', () => {
    const rows = Array.from(
      { length: 25_000 },
      (_, i) => `${i},${4.3 + (i % 36) / 10},3.${i % 10},${1 + (i % 59) / 10},0.2`,
    )
    const fileOf = (text: string) => ({ name: 'rows.csv', mimeType: 'text/csv', buffer: Buffer.from(text) })

    test('a file is scored in order, and its bad lines are reported', async () => {
      await using watched = await open('#bulk')
      const { page } = watched
      const lines = ['id,Sepal Length (cm),sepal_width,petal_length,petal_width', ...rows]
      lines[777] = 'broken,5.1,much,1.4,0.2'
      await page.locator('input[type=file]').setInputFiles(fileOf(lines.join('\n')))
      await page.getByText('In the first 500 rows').waitFor()
      await page.getByText('"id" is kept as it is').waitFor()
      await watched.expectUsable()
      await page.getByRole('button', { name: 'Score' }).click()
      await page.getByText('24,999 of 25,000 rows').waitFor({ timeout: 50_000 })
      await page.getByText('line 778 sepal_width is "much", expected a number').waitFor()
      const [download] = await Promise.all([
        page.waitForEvent('download'),
        page.getByRole('button', { name: 'Download' }).click(),
      ])
      expect(download.suggestedFilename()).toBe('rows.scored.csv')
      const scored = (await Bun.file(await download.path()).text()).trimEnd().split('\n')
      expect(scored[0]).toBe(`${lines[0]},label,proba`)
      expect(scored[777]).toBe(`${lines[777]},,`)
      expect(scored.every((line, i) => line.startsWith(`${lines[i]},`))).toBe(true)
      expect(
        scored.slice(1).filter((line) => /,(setosa|versicolor|virginica),0\.\d+$/.test(line)),
      ).toHaveLength(24_999)
      watched.expectWell()
    })

    test('a file that is not CSV is refused, and a gzipped CSV is not', async () => {
      await using watched = await open('#bulk')
      const { page } = watched
      const choose = (file: ReturnType<typeof fileOf>) =>
        page.locator('input[type=file]').setInputFiles({ ...file, name: `${'n'.repeat(200)}.csv` })
      await choose({ ...fileOf(''), buffer: Buffer.from([0x50, 0x4b, 3, 4, 0xff, 0]) })
      await page.getByText('it is an Excel workbook or another zip archive').waitFor()
      await watched.expectUsable()
      await page.getByRole('button', { name: 'Another file' }).click()
      const text = 'sepal_length,sepal_width,petal_length,petal_width\n5.1,3.5,1.4,0.2\n'
      await choose({ ...fileOf(''), buffer: gzipSync(text) })
      await page.getByRole('button', { name: 'Score' }).click()
      await page.getByText('All 1 row ').waitFor()
      await watched.expectUsable()
    })

    test('lines with more cells than names are bad lines, and a file with only bad lines says so', async () => {
      await using watched = await open('#bulk')
      const { page } = watched
      const header = 'sepal_length,sepal_width,petal_length,petal_width'
      const line = '5,1,3,5,1,4,0,2'
      await page.locator('input[type=file]').setInputFiles(fileOf([header, line, line].join('\n')))
      await page.getByText('2 lines cannot be scored').waitFor()
      await page.getByRole('button', { name: 'Score' }).click()
      await page.getByText('None of 2 rows could be scored').waitFor()
      await page.getByText('line 2 it has 8 cells, expected 4; if these are decimal commas').waitFor()
      watched.expectWell()
    })

    test('NDJSON is scored, and a column name that occurs twice has to be chosen', async () => {
      await using watched = await open('#bulk')
      const { page } = watched
      const object = { sepal_length: 5.1, sepal_width: 3.5, petal_length: 1.4, petal_width: 0.2 }
      const file = { ...fileOf(JSON.stringify(object)), name: 'rows.ndjson' }
      await page.locator('input[type=file]').setInputFiles(file)
      await page.getByRole('button', { name: 'Score' }).click()
      await page.getByText('All 1 row ').waitFor()
      await page.getByRole('button', { name: 'Another file' }).click()
      const twice = 'petal_width,sepal_length,sepal_width,petal_length,petal_width\n2.5,5.1,3.5,1.4,0.2\n'
      await page.locator('input[type=file]').setInputFiles(fileOf(twice))
      await page.getByLabel('column of petal_width').selectOption('petal_width (column 5)')
      await page.getByRole('button', { name: 'Score' }).click()
      await page.getByText('All 1 row ').waitFor()
      watched.expectWell()
    })

    test('scoring waits for a classifier that hangs', async () => {
      await using watched = await open('#bulk')
      const { page } = watched
      running.system.child('virginica').kill('SIGSTOP')
      try {
        const lines = ['sepal_length,sepal_width,petal_length,petal_width', '5.1,3.5,1.4,0.2']
        await page.locator('input[type=file]').setInputFiles(fileOf(lines.join('\n')))
        await page.getByRole('button', { name: 'Score' }).click()
        await page.getByText('A classifier did not answer in time; retrying').waitFor()
      } finally {
        running.system.child('virginica').kill('SIGCONT')
      }
      await page.getByText('All 1 row ').waitFor({ timeout: 50_000 })
      watched.expectWell()
    })

    test('columns that the names do not identify have to be chosen', async () => {
      await using watched = await open('#bulk')
      const { page } = watched
      await page.locator('input[type=file]').setInputFiles(fileOf('sl,sw,pl,pw\n5.1,3.5,1.4,0.2\n'))
      for (const [feature, column] of Object.entries({
        sepal_length: 'sl',
        sepal_width: 'sw',
        petal_length: 'pl',
      })) {
        await page.getByLabel(`column of ${feature}`).selectOption(column)
      }
      expect(await page.getByRole('button', { name: 'Score' }).isDisabled()).toBe(true)
      await page.getByLabel('column of petal_width').selectOption('pw')
      await page.getByRole('button', { name: 'Score' }).click()
      await page.getByText('All 1 row ').waitFor()
      expect(await page.locator('.votes tbody').textContent()).toContain('setosa')
      watched.expectWell()
    })
  })

  test('the choice of light or dark is kept', async () => {
    await using watched = await open('', { colorScheme: 'dark' })
    const { page } = watched
    const ground = () => page.evaluate<string>('getComputedStyle(document.documentElement).backgroundColor')
    const dark = await ground()
    await page.getByRole('button', { name: 'Theme: system' }).click()
    await page.getByRole('button', { name: 'Theme: light' }).waitFor()
    const light = await ground()
    expect(light).not.toBe(dark)
    await page.reload()
    await page.getByRole('button', { name: 'Theme: light' }).waitFor()
    expect(await ground()).toBe(light)
    await page.getByRole('button', { name: 'Theme: light' }).click()
    await page.getByRole('button', { name: 'Theme: dark' }).waitFor()
    expect(await ground()).toBe(dark)
    watched.expectWell()
  })

  test('every panel shows a classifier that hangs, and its return', async () => {
    await using watched = await open()
    const { page } = watched
    await page.locator('.verdict .label', { hasText: 'setosa' }).waitFor()
    running.system.child('setosa').kill('SIGSTOP')
    try {
      // Nothing is touched: the same call would fail now, and so does the panel.
      await page.locator('.verdict .label', { hasText: 'virginica' }).waitFor()
      await page.locator('.votes tr', { hasText: 'setosa' }).getByText('deadline-exceeded').waitFor()
      await page.getByText('2 of 3 answered').waitFor()
      await page.getByRole('link', { name: 'Map' }).click()
      await page.getByText('Decided without setosa').waitFor()
      await page.getByRole('link', { name: 'Services' }).click()
      await page.locator('.services tr', { hasText: 'setosa' }).getByText('unavailable').waitFor()
    } finally {
      running.system.child('setosa').kill('SIGCONT')
    }
    // If many calls hung, its replica counts as silent until one is answered, and the panel makes none.
    await eventually(
      () => askLabel(running.system),
      ({ status }) => status === 200,
    )
    await page.locator('.services tr', { hasText: 'setosa' }).getByText('ready').waitFor({ timeout: 30_000 })
    watched.expectWell()
  })

  test.each([
    ['Try it', '#try', 'all 3 answered', true],
    ['Map', '#map', 'Decided without', false],
  ] as const)(
    'a call that failed can be retried on %s once the classifier is back',
    async (_, hash, text, isExpected) => {
      running.system.child('setosa').kill('SIGSTOP')
      await using watched = await open(hash)
      const { page } = watched
      const retry = page.getByRole('button', { name: 'Try again' })
      await retry.waitFor().finally(() => running.system.child('setosa').kill('SIGCONT'))
      await eventually(
        async () => {
          if (await retry.isVisible()) await retry.click({ timeout: 1000 }).catch(() => {})
          // Each click starts over, and needs time to finish.
          await retry.waitFor({ state: 'hidden', timeout: 2000 }).catch(() => {})
          return page.getByText(text).isVisible()
        },
        (isVisible) => isVisible === isExpected,
      )
      watched.expectWell()
    },
  )

  test('a page loaded before the classifiers are ready says so, and continues on its own', async () => {
    await using watched = await open()
    const { page } = watched
    let isReady = false
    await page.route('**/metadata', (route) =>
      isReady
        ? route.continue()
        : route.fulfill({
            status: 503,
            contentType: 'application/problem+json',
            body: JSON.stringify({
              code: 'not-ready',
              title: 'The server is not ready',
              detail: 'setosa: it cannot be reached: the connection is refused',
            }),
          }),
    )
    await page.reload()
    await page.getByText('The page tries again every second').waitFor()
    await page.getByText('setosa: it cannot be reached: the connection is refused').waitFor()
    isReady = true
    await page.locator('.verdict .label', { hasText: 'setosa' }).waitFor()
    watched.expectWell()
  })

  test('the console reports a proxy that is gone, and its return', async () => {
    await using watched = await open()
    const { page } = watched
    await page.locator('.verdict .label', { hasText: 'setosa' }).waitFor()
    await page.context().setOffline(true)
    await page.getByLabel('sepal_width', { exact: true }).fill('3')
    await page.getByText('The proxy cannot be reached').waitFor()
    await page.context().setOffline(false)
    await page.getByRole('button', { name: 'Try again' }).click()
    await page.locator('.verdict .label', { hasText: 'setosa' }).waitFor()
  })
})

/** The output of a command where the SDK can be imported. */
function outputOf(...command: string[]): Promise<string> {
  const cwd = new URL('../packages/console', import.meta.url).pathname
  return Bun.spawn(command, { cwd, stdout: 'pipe', stderr: 'ignore' }).stdout.text()
}
