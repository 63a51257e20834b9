import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { gunzipSync, gzipSync } from 'node:zlib'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { createClient } from '@sepal/client'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import { ScratchFolder } from '@sepal/score/testing/scratch-folder'
import { eventually } from '@sepal/server/testing'
import iris from '../models/ensemble.json' with { type: 'json' }

/** Processes start here, on busy machines, ms. */
setDefaultTimeout(60_000)

const score = [process.execPath, join(import.meta.dir, '../packages/sepal/src/main.ts'), 'score']
const ensemble = await RunningEnsemble.start(iris, irisFolder)
const folder = await ScratchFolder.make()
afterAll(async () => {
  await ensemble[Symbol.asyncDispose]()
  await folder[Symbol.asyncDispose]()
})
const url = `http://${ensemble.proxy.address}`

/** The command in a process, with its standard input. */
function start(argv: readonly string[], stdin: Blob | 'ignore' = 'ignore', proxy = url) {
  return Bun.spawn([...score, ...argv, '--url', proxy], {
    stdin,
    stdout: 'pipe',
    stderr: 'pipe',
  })
}

/** The peak resident memory of a process at its end, bytes. */
async function mostResident({ pid, exited }: Bun.Subprocess): Promise<number> {
  let kilobytes = 0
  let hasEnded = false
  exited.then(() => {
    hasEnded = true
  })
  while (!hasEnded) {
    const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '')
    kilobytes = Math.max(kilobytes, Number(/VmHWM:\s+(\d+) kB/.exec(status)?.[1] ?? 0))
    await Bun.sleep(5)
  }
  return kilobytes * 1024
}

async function run(...options: Parameters<typeof start>) {
  const command = start(...options)
  const [stdout, stderr, code] = await Promise.all([
    new Response(command.stdout).bytes(),
    command.stderr.text(),
    command.exited,
  ])
  return { stdout: new TextDecoder().decode(stdout), stderr, code }
}

/** This many different flowers, with an extra column before and after the features. */
function flowers(count: number): number[][] {
  return Array.from({ length: count }, (_, i) =>
    Object.values(iris.features).map(
      (
        {
          number: {
            range: [low = 0, high = 0],
          },
        },
        f,
      ) => low + ((high - low) * ((i * (f + 3)) % 997)) / 997,
    ),
  )
}
const names = Object.keys(iris.features)
const csvOf = (rows: readonly number[][]) =>
  [`id,${names.join(',')},note`, ...rows.map((row, i) => `${i},${row.join(',')},"flower, ${i}"`), ''].join(
    '\n',
  )

const rows = flowers(50)
const expected = { labels: [''], probabilities: [''] }
beforeAll(async () => {
  const client = createClient(url)
  const labels = await client.predict.label.batch.post({ data: rows })
  const each = await client.predict.batch.post({ data: rows })
  if (labels.error) throw labels.error
  if (each.error) throw each.error
  const { setosa, virginica, versicolor } = each.data
  expected.labels = labels.data.prediction.map(({ label, proba }) => `${label},${proba}`)
  expected.probabilities = rows.map((_, i) =>
    [setosa, virginica, versicolor].map(({ prediction }) => prediction[i]?.[0]).join(','),
  )
})

describe('sepal score', () => {
  test('a file is scored from standard input to standard output, and other columns are kept', async () => {
    const { stdout, stderr, code } = await run([], new Blob([csvOf(rows)]))
    const lines = csvOf(rows).trimEnd().split('\n')
    expect(stdout.trimEnd().split('\n')).toEqual([
      `${lines[0]},label,proba`,
      ...lines.slice(1).map((line, i) => `${line},${expected.labels[i]}`),
    ])
    expect(code).toBe(0)
    // No progress without a terminal, only the result.
    expect(stderr).toMatch(/^score: 50 rows, [\d,]+ rows\/s\n$/)
  })

  test('a file is scored when gzipped, with a column for each classifier', async () => {
    const input = await folder.write('in.csv.gz', gzipSync(csvOf(rows)))
    const output = folder.file('out.csv.gz')
    expect(await run([input, '-o', output, '--each-classifier', '--prefix', 'p_'])).toMatchObject({ code: 0 })
    const [head, ...lines] = gunzipSync(await Bun.file(output).bytes())
      .toString()
      .trimEnd()
      .split('\n')
    expect(head).toEndWith(',note,p_setosa,p_virginica,p_versicolor')
    expect(lines.map((line) => line.replace(/^.*",/, ''))).toEqual(expected.probabilities)
  })

  test('a file is scored as NDJSON', async () => {
    const objects = rows.map((row) => Object.fromEntries(names.map((name, f) => [name, row[f]])))
    const input = objects.map((object) => `${JSON.stringify(object)}\n`).join('')
    const { stdout } = await run(['-'], new Blob([input]))
    const scored = stdout
      .trimEnd()
      .split('\n')
      .map((line): Record<string, unknown> => JSON.parse(line))
    expect(scored.map(({ label, proba }) => `${label},${proba}`)).toEqual(expected.labels)
    expect(scored[0]).toMatchObject(objects[0] ?? {})
  })

  // Peak resident memory comes from /proc.
  test.skipIf(process.platform !== 'linux')('a file of any size is scored in little memory', async () => {
    const line = `${Object.values(iris.sample).join(',')},${'x'.repeat(1000)}\n`
    const pieces = Array.from({ length: 250 }, () => new Blob([line.repeat(1000)]))
    const command = start(['-o', '/dev/null'], new Blob([`${names.join(',')},note\n`, ...pieces]))
    const mostBytes = await mostResident(command)
    expect(await command.stderr.text()).toStartWith('score: 250,000 rows')
    expect(mostBytes).toBeGreaterThan(20_000_000)
    expect(mostBytes).toBeLessThan(200_000_000)
  })

  test('a file that is stopped with Ctrl-C and resumed has the same scores', async () => {
    const input = await folder.write('long.csv', csvOf(flowers(60_000)))
    const whole = folder.file('whole.csv')
    const output = folder.file('stopped.csv')
    expect(await run([input, '-o', whole])).toMatchObject({ code: 0 })

    // One row per request takes long enough to be stopped midway.
    const stopped = start([input, '-o', output, '--rows', '1'])
    await eventually(
      async () => Bun.file(output).size,
      (size) => size > 1000,
    )
    stopped.kill('SIGINT')
    expect(await stopped.exited).toBe(130)
    expect(await stopped.stderr.text()).toMatch(/^score: stopped after [\d,]+ rows, .*; --resume goes on\n$/)
    const part = await Bun.file(output).text()
    expect(part).toEndWith('\n')
    expect((await Bun.file(whole).text()).startsWith(part)).toBe(true)

    expect(await run([input, '-o', output, '--resume'])).toMatchObject({ code: 0 })
    expect(await Bun.file(output).text()).toBe(await Bun.file(whole).text())
  })
})

test('scoring that fails midway says how far it got, and resumes there', async () => {
  let asked = 0
  // Sits between the command and the proxy, and answers on its own after two requests for labels.
  await using between = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => {
      const { pathname } = new URL(request.url)
      asked += request.method === 'GET' ? 0 : 1
      if (asked > 2) return new Response('no', { status: 500 })
      return fetch(`${url}${pathname}`, {
        method: request.method,
        headers: { 'content-type': 'application/json' },
        ...(request.method === 'POST' && { body: await request.text() }),
      })
    },
  })
  const input = await folder.write('refused.csv', csvOf(rows))
  const argv = [input, '-o', folder.file('refused.out.csv'), '--rows', '10', '--requests', '1']
  const { stderr, code } = await run(argv, 'ignore', `${between.url.origin}`)
  expect([stderr, code]).toEqual([expect.stringMatching(/stopped after 20 rows, .+; --resume goes on\n$/), 1])

  expect(await run([...argv, '--resume'])).toMatchObject({ code: 0 })
  const lines = (await folder.read('refused.out.csv')).trimEnd().split('\n').slice(1)
  expect(lines.map((line) => line.replace(/^.*",/, ''))).toEqual(expected.labels)
})

test('Ctrl-C waits for the requests in flight and says so; a second one does not', async () => {
  const asked = Promise.withResolvers<void>()
  // Sits between the command and the proxy, and never answers requests for labels.
  await using between = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => {
      const { pathname } = new URL(request.url)
      if (request.method === 'GET') return fetch(`${url}${pathname}`)
      asked.resolve()
      return Promise.withResolvers<Response>().promise
    },
  })
  const argv = [await folder.write('hangs.csv', csvOf(rows)), '-o', folder.file('hangs.out.csv')]
  const command = start(argv, 'ignore', between.url.origin)
  await asked.promise
  command.kill('SIGINT')
  // As npx passes on what the terminal has sent already. Two signals at the same time would be one.
  await Bun.sleep(50)
  command.kill('SIGINT')
  const said: string[] = []
  for await (const text of command.stderr.pipeThrough(new TextDecoderStream())) {
    said.push(text)
    if (text.includes('Ctrl-C again')) command.kill('SIGINT')
  }
  expect(await command.exited).toBe(130)
  expect(said.join('')).toMatch(
    /^score: finishing the requests in flight.+\nscore: stopped after 0 rows, .+--resume goes on\n$/,
  )
})

test('the input file is never overwritten, whatever its name', async () => {
  const input = await folder.write('own.csv', csvOf(rows))
  const { stderr, code } = await run(['-o', input], Bun.file(input))
  expect([stderr, code]).toEqual([expect.stringContaining('the same file'), 2])
  expect(await folder.read('own.csv')).toBe(csvOf(rows))
})

describe('the exit code of sepal score', () => {
  test('the exit code is 3 when some lines are bad', async () => {
    const { stderr, stdout, code } = await run([], new Blob([`${names.join(',')}\n1,2,3\n5.1,3.5,1.4,0.2\n`]))
    expect(stderr).toStartWith('score: line 2: it has 3 cells, expected 4\n')
    expect(stderr).toContain('1 bad line is left out')
    expect([stdout.split('\n').length, code]).toEqual([3, 3])
  })

  test('the exit code is 2 for wrong arguments, or a file that does not fit the ensemble', async () => {
    expect(await run(['--rows', 'x'])).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('--rows is "x"'),
    })
    const { stderr, code } = await run([], new Blob(['a,b\n1,2\n']))
    expect([stderr, code]).toEqual([expect.stringContaining('no column for sepal_length'), 2])
    expect(await run([], 'ignore', 'nowhere')).toMatchObject({
      code: 2,
      stderr: expect.stringContaining('expected one like http'),
    })
  })

  test('the exit code is 0 when a gateway cannot reach the proxy for a while', async () => {
    let refusals = 3
    await using gateway = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: async (request) => {
        const { pathname } = new URL(request.url)
        if (pathname !== '/metadata' && refusals-- > 0) {
          return new Response('<h1>Bad Gateway</h1>', {
            status: 502,
            headers: { 'content-type': 'text/html' },
          })
        }
        const headers = { 'content-type': 'application/json' }
        const body = request.method === 'POST' ? { body: await request.text() } : {}
        return fetch(`${url}${pathname}`, { method: request.method, headers, ...body })
      },
    })
    const { stdout, code } = await run([], new Blob([csvOf(rows)]), gateway.url.origin)
    expect([stdout.split('\n').length, code]).toEqual([rows.length + 2, 0])
  })

  test('the exit code is 0 with credentials in the address, which are sent and not shown', async () => {
    const sent = new Set<string | null>()
    await using gateway = Bun.serve({
      port: 0,
      hostname: '127.0.0.1',
      fetch: (request) => {
        sent.add(request.headers.get('authorization'))
        return new Response('no', { status: 403 })
      },
    })
    const { stderr, code } = await run([], new Blob(['']), `http://ann:secret@${gateway.url.host}`)
    expect([...sent]).toEqual([`Basic ${btoa('ann:secret')}`])
    expect([stderr, code]).toEqual([expect.not.stringContaining('secret'), 1])
  })

  test('the exit code is 0 on loopback, which does not use HTTP_PROXY', async () => {
    const command = Bun.spawn([...score, '--url', url], {
      stdin: new Blob([csvOf(rows)]),
      stdout: 'ignore',
      stderr: 'pipe',
      env: { ...process.env, HTTP_PROXY: 'http://127.0.0.1:1', http_proxy: 'http://127.0.0.1:1' },
    })
    expect([await command.stderr.text(), await command.exited]).toEqual([
      expect.stringContaining('50 rows'),
      0,
    ])
  })

  test('the exit code is 1 when an HTTP proxy fails, and it is named', async () => {
    const command = Bun.spawn([...score, '--url', 'http://sepal.invalid:9000'], {
      stdin: 'ignore',
      stderr: 'pipe',
      env: { ...process.env, HTTP_PROXY: 'http://me:secret@127.0.0.1:1', NO_PROXY: '' },
    })
    const stderr = await command.stderr.text()
    expect([stderr, await command.exited]).toEqual([
      expect.stringMatching(
        /HTTP proxy http:\/\/127\.0\.0\.1:1 of HTTP_PROXY \(.+\); NO_PROXY=sepal\.invalid asks/,
      ),
      1,
    ])
  })

  test('the exit code is 1 for a server without TLS, which is distinguished from one that is down', async () => {
    const { stderr, code } = await run([], new Blob(['']), url.replace('http:', 'https:'))
    expect([stderr, code]).toEqual([expect.stringContaining('does not speak TLS; try http://'), 1])
  })

  test('the exit code is 1 when the proxy cannot be reached', async () => {
    const { stderr, code } = await run([], new Blob(['']), 'http://127.0.0.1:1')
    expect([stderr, code]).toEqual([expect.stringMatching(/^score: http:\/\/127\.0\.0\.1:1 .+bun start/), 1])
  })

  test('the exit code is 1 when a classifier answers instead of the proxy', async () => {
    const metadata = { classifier: 'setosa', features: names }
    await using server = Bun.serve({ port: 0, hostname: '127.0.0.1', fetch: () => Response.json(metadata) })
    const { stderr, code } = await run([], new Blob(['']), server.url.origin)
    expect([stderr, code]).toEqual([
      expect.stringMatching(/^score: what answers at .+ is no proxy.+--url/),
      1,
    ])
  })

  test.each([
    ['standard output', []],
    ['a name of it', ['-o', '/dev/stdout']],
  ])('the exit code is 141 when the reader of %s closes it', async (_, argv) => {
    const command = start([await folder.write('pipe.csv', csvOf(flowers(60_000))), ...argv])
    const reader = command.stdout.getReader()
    await reader.read()
    await reader.cancel()
    expect([await command.exited, await command.stderr.text()]).toEqual([141, ''])
  })

  test('the exit code is 141 when the reader of a named pipe closes it', async () => {
    const pipe = folder.file('pipe')
    expect(Bun.spawnSync(['mkfifo', pipe]).exitCode).toBe(0)
    const head = Bun.spawn(['head', '-n', '1', pipe], { stdout: 'pipe' })
    const command = start([await folder.write('long-pipe.csv', csvOf(flowers(60_000))), '-o', pipe])
    expect([await command.exited, await command.stderr.text()]).toEqual([141, ''])
    expect(await head.stdout.text()).toStartWith('id,')
  })

  test('the exit code is 0 for --help', async () => {
    expect(await run(['--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('Usage: sepal score'),
    })
  })
})
