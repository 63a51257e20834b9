import { afterEach, beforeEach, describe, expect, spyOn, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EXIT, UsageError } from '@sepal/command-line'
import { contractOf, type Ensemble } from './contract.ts'
import { bank } from './fixtures/bank.ts'
import { TypesError } from './served-contract.ts'
import { runTypes, typesCommand } from './types-command.ts'

const printed: string[] = []
const keep = (text: unknown) => {
  printed.push(String(text))
  return true
}
const spies = [
  () => spyOn(process.stdout, 'write').mockImplementation(keep),
  () => spyOn(console, 'log').mockImplementation(keep),
  () => spyOn(console, 'error').mockImplementation(keep),
]
let folder = ''
let restore: (() => void)[] = []
beforeEach(async () => {
  printed.length = 0
  restore = spies.map((spy) => spy()).map((mock) => () => mock.mockRestore())
  folder = await mkdtemp(join(tmpdir(), 'sepal-types-'))
})
afterEach(async () => {
  for (const undo of restore) undo()
  await rm(folder, { recursive: true, force: true })
})

const { tree: _, ...withoutTree } = bank.classifiers
const served = (ensemble: Ensemble, version = '0.2.0') =>
  Response.json({ version, name: 'bank', fingerprint: '', contract: contractOf(ensemble) })

/** Runs the command against a server that answers everything with this. */
async function run(answer: () => Response, ...argv: string[]): Promise<number> {
  const server = Bun.serve({ hostname: '127.0.0.1', port: 0, fetch: answer })
  try {
    return await runTypes(typesCommand.read([`http://127.0.0.1:${server.port}`, ...argv]))
  } finally {
    await server.stop(true)
  }
}

test('prints types that have every name and no value', async () => {
  expect(await run(() => served({ ...bank, combine: { './secret.ts': {} } }))).toBe(EXIT.ok)
  const [text = ''] = printed
  expect(text).toContain('export type Ensemble = {\n  features: {\n    age: {\n      integer: {')
  expect(text).toContain('range: number[]')
  expect(text).toContain('"./decide.ts": {}')
  expect(text).not.toMatch(/onnx|800\d|secret/)
})

test('asks loopback directly, whatever HTTP_PROXY says', async () => {
  const before = { ...process.env }
  process.env.HTTP_PROXY = 'http://127.0.0.1:1'
  try {
    expect(await run(() => served(bank))).toBe(EXIT.ok)
  } finally {
    for (const name of ['HTTP_PROXY', 'NO_PROXY', 'no_proxy']) {
      const value = before[name]
      if (value === undefined) delete process.env[name]
      else process.env[name] = value
    }
  }
})

describe('--check', () => {
  test.each([
    ['types', []],
    ['JSON', ['--json']],
  ])('%s of the same ensemble are up to date', async (_, options) => {
    await run(() => served(bank), ...options)
    const file = join(folder, 'sepal')
    await Bun.write(file, printed.splice(0).join(''))
    expect(await run(() => served(bank), '--check', file)).toBe(EXIT.ok)
    expect(printed).toEqual([`${file} is up to date`])
  })

  test.each([
    [
      'less breaks callers',
      bank,
      { ...bank, classifiers: withoutTree },
      EXIT.failed,
      'breaking: POST /predict: 200.tree is gone',
    ],
    [
      'more does not',
      { ...bank, classifiers: withoutTree },
      bank,
      EXIT.ok,
      'addition: POST /predict: 200.tree says more than before',
    ],
  ])('%s', async (_, before, after, code, line) => {
    const file = join(folder, 'ensemble.json')
    await Bun.write(file, JSON.stringify(before))
    expect(await run(() => served(after), '--check', file)).toBe(code)
    expect(printed).toContain(line)
  })

  test.each([
    ['nothing in it', '', 'has no contract'],
    ['another JSON', '{"name":"x"}', 'has no contract'],
  ])('a file with %s is refused', async (_, content, message) => {
    const file = join(folder, 'sepal.d.ts')
    await Bun.write(file, content)
    await expect(run(() => served(bank), '--check', file)).rejects.toThrow(message)
  })

  test('a file that is not there is refused', async () => {
    await expect(run(() => served(bank), '--check', join(folder, 'none'))).rejects.toThrow('cannot be read')
  })
})

describe('what is at the address is said', () => {
  const problem = { type: 'urn:sepal:problem:not-found', code: 'not-found' }
  test.each<[string, () => Response, string]>([
    [
      'another server',
      () => new Response('<h1>hi</h1>'),
      'is no Sepal proxy: it answers GET /contract with 200',
    ],
    [
      'half an answer',
      () => new Response('{', { headers: { 'content-type': 'application/json' } }),
      'not JSON',
    ],
    [
      'an older proxy',
      () => Response.json(problem, { status: 404 }),
      'is a server of Sepal without /contract',
    ],
    [
      'a later proxy',
      () => Response.json({ version: '9.0.0', contract: [] }),
      'a proxy of Sepal 9.0.0, which',
    ],
  ])('%s', async (_, answer, message) => {
    await expect(run(answer)).rejects.toThrow(message)
  })

  test('nothing', async () => {
    await expect(runTypes(typesCommand.read(['http://127.0.0.1:1']))).rejects.toThrow(TypesError)
  })

  test('a proxy of another version, whose types may be other ones', async () => {
    expect(await run(() => served(bank, '7.1.0'))).toBe(EXIT.ok)
    expect(printed[0]).toContain('the proxy is Sepal 7.1.0')
  })

  test.each(['127.0.0.1:9000', 'ftp://x', 'http://x?y'])('the address %s is none', (address) => {
    expect(() => typesCommand.read([address])).toThrow(UsageError)
  })
})
