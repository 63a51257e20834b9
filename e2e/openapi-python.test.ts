import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { irisFolder } from '@sepal/classifier/testing/model-folder'
import { FakeGarden } from '@sepal/proxy/testing/fake-garden'
import { type Answer, never } from '@sepal/proxy/testing/faulty-classifier'
import { openLog } from '@sepal/proxy/testing/open-log'
import { RunningEnsemble } from '@sepal/proxy/testing/running-ensemble'
import iris from '../models/ensemble.json' with { type: 'json' }

/** Python starts here, on busy machines, ms. */
setDefaultTimeout(300_000)

const caller = join(import.meta.dir, 'python/caller.py')

/** The programs of `python/requirements.txt`. */
const validator = Bun.which('openapi-spec-validator')
const generator = Bun.which('openapi-python-client')
const fuzzer = Bun.which('schemathesis')
const tools = { validator, generator, fuzzer }
const missing = Object.entries(tools).flatMap(([name, path]) => (path === null ? [name] : []))
if (missing.length > 0) {
  console.warn('SKIPPED: the OpenAPI document in Python: e2e/python/requirements.txt is not installed')
}

/** Whether to send all requests that make sense; they take a minute of processor time. */
const isWhole = process.env.TEST_OPENAPI !== undefined
if (!isWhole) console.warn('SKIPPED: most requests of Schemathesis; bun run test:openapi sends them')

describe('the OpenAPI document, in Python', () => {
  let ensemble: RunningEnsemble<typeof iris>
  // Without one, feedback is refused with a 501.
  let decisionLog: ReturnType<typeof openLog>
  let folder: string
  let document: string
  let address: string

  beforeAll(async () => {
    if (missing.length === 3) return
    folder = await mkdtemp(join(tmpdir(), 'sepal-openapi-'))
    decisionLog = openLog(folder, iris)
    ensemble = await RunningEnsemble.start(iris, irisFolder, { decisionLog })
    address = `http://${ensemble.proxy.address}`
    document = join(folder, 'openapi.json')
    await Bun.write(document, await ensemble.proxy.fetch('/docs/json'))
  })
  afterAll(async () => {
    await ensemble?.[Symbol.asyncDispose]()
    await decisionLog?.close(10_000)
    if (folder) await rm(folder, { recursive: true })
  })

  /** Runs a program in the test's own folder, with the programs beside it on the PATH. */
  async function run(program: string | null, ...words: string[]) {
    if (program === null) throw new Error('it is not installed')
    const ran = Bun.spawn([program, ...words], {
      cwd: folder,
      env: { ...Bun.env, PATH: `${dirname(program)}:${Bun.env.PATH}`, NO_COLOR: '1' },
      stdout: 'pipe',
      stderr: 'pipe',
    })
    const [output, complaints, exitCode] = await Promise.all([
      ran.stdout.text(),
      ran.stderr.text(),
      ran.exited,
    ])
    return { exitCode, output, complaints }
  }

  test.skipIf(validator === null)('the OpenAPI document is valid', async () => {
    expect(await run(validator, document)).toMatchObject({ exitCode: 0, complaints: '' })
  })

  test.skipIf(generator === null)('a Python client generated from the OpenAPI document works', async () => {
    const made = ['generate', '--path', document, '--output-path', 'sepal_client', '--meta', 'none']
    expect(await run(generator, ...made, '--fail-on-warning')).toMatchObject({ exitCode: 0 })
    await cp(caller, join(folder, 'caller.py'))
    const python = join(dirname(generator ?? ''), 'python')
    const { output, complaints } = await run(python, 'caller.py', address)
    expect(complaints).toBe('')
    expect(JSON.parse(output)).toEqual({
      label: 'setosa',
      complete: true,
      missing: [],
      refused: [422, 'invalid-request', 'order-17'],
      one: 2,
      many: [2, 2],
      events: ['prediction', 'prediction', 'prediction', 'label', 'done'],
      health: 'ok',
      features: Object.keys(iris.features),
    })
  })

  /** Sends requests of all kinds, near and far from what the document allows. */
  async function expectKept(server: string, mostExamples: number) {
    const config = join(import.meta.dir, 'python/schemathesis.toml')
    const words = [
      '--config-file',
      config,
      'run',
      `http://${server}/docs/json`,
      '--max-examples',
      `${mostExamples}`,
    ]
    const { exitCode, output } = await run(fuzzer, ...words)
    expect({ exitCode, output }).toMatchObject({ exitCode: 0 })
    expect(output).toMatch(/[1-9]\d{2,} generated, \d+ passed/)
  }

  test.skipIf(fuzzer === null)('the proxy keeps the promises of the OpenAPI document', async () => {
    await expectKept(ensemble.proxy.address, isWhole ? 50 : 2)
  })

  const faults: Record<string, Answer> = {
    hangs: never,
    'is not there': () => new Response('', { status: 503 }),
    'answers with nonsense': () => Response.json({ prediction: 'yes' }),
  }
  test.skipIf(fuzzer === null || !isWhole).each(Object.entries(faults))(
    'the proxy keeps the promises of the OpenAPI document while a classifier %s',
    async (_, lily) => {
      await using faulty = await FakeGarden.start({ lily }, { deadlineMs: 50, deadlineMaxMs: 50 })
      await expectKept(faulty.proxy.address, 10)
    },
  )
})
