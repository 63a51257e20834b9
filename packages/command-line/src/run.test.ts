import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Processes start slowly while many others do.
setDefaultTimeout(30_000)

const fixture = join(import.meta.dir, 'fixtures/grow.ts')

async function run(command: readonly string[]) {
  const child = Bun.spawn([...command], { stdout: 'pipe', stderr: 'pipe' })
  const [out, error, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { out, error, code }
}

const cases: [string[], { code: number; out?: unknown; error?: unknown }][] = [
  [['--size', '3'], { code: 0, out: 'grew to 3\n', error: '' }],
  [['--help'], { code: 0, out: expect.stringContaining('Usage: garden grow [options]'), error: '' }],
  [['--sise', '3'], { code: 2, out: '', error: 'grow: unknown option --sise; did you mean --size?\n' }],
  [['--size', '7'], { code: 3, error: '' }],
  [['--size', '8'], { code: 1, error: 'grow: there is no room\n' }],
  [['--size', '9'], { code: 1, error: expect.stringContaining('TypeError: a bug') }],
]

describe('on Bun', () => {
  test.each(cases)('%j', async (argv, expected) => {
    expect(await run([process.execPath, fixture, ...argv])).toMatchObject(expected)
  })
})

const node = Bun.which('node')
const nodeMajor = node === null ? 0 : Number((await run([node, '--version'])).out.match(/^v(\d+)/)?.[1])

describe.skipIf(nodeMajor < 20)('on Node 20 or later', () => {
  test.each(cases)('%j', async (argv, expected) => {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-command-line-'))
    try {
      await Bun.build({ entrypoints: [fixture], target: 'node', outdir: folder, naming: '[name].mjs' })
      expect(await run([node ?? '', join(folder, 'grow.mjs'), ...argv])).toMatchObject(expected)
    } finally {
      await rm(folder, { recursive: true })
    }
  })
})
