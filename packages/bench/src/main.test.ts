import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

// Processes start slowly while many others do.
setDefaultTimeout(30_000)

/** Time for servers to start on a busy machine, ms. */
const PATIENCE_MS = 60_000

/** Whether the bench measures too, which takes half a minute of processor time. */
const isWhole = process.env.TEST_BENCH !== undefined
if (!isWhole) console.warn('SKIPPED: what the bench measures; bun run test:bench runs it')
const measuring = test.if(isWhole)

const Report = Type.Object({
  cells: Type.Array(
    Type.Object({
      contestant: Type.String(),
      summary: Type.Object({
        requestsPerSecond: Type.Number({ exclusiveMinimum: 0 }),
        errors: Type.Literal(0),
      }),
    }),
  ),
})

/** Runs `bun run bench` to its end. */
async function bench(...argv: string[]) {
  const main = join(import.meta.dir, 'main.ts')
  const child = Bun.spawn([process.execPath, main, ...argv], { stdout: 'pipe', stderr: 'pipe' })
  const [output, progress, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { output, progress, code }
}

test('--help prints the usage and exits with 0', async () => {
  const { output, code } = await bench('--help')
  expect(code).toBe(0)
  expect(output).toStartWith('Measures Sepal')
})

test('a wrong argument is refused in one line with exit code 2', async () => {
  const { output, progress, code } = await bench('--rounds', 'many')
  expect(code).toBe(2)
  expect(output).toBe('')
  expect(progress).toBe('bench: --rounds is "many", expected a whole number from 1 to 100\n')
})

measuring(
  'a scenario measures every contestant, checks its answers, and writes a table and JSON',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-bench-'))
    try {
      const json = join(folder, 'bench.json')
      const { output, progress, code } = await bench('16', '--quick', '--seconds', '0.5', '--json', json)
      expect(progress).not.toContain('bench:')
      expect(code).toBe(0)
      const contestants = [
        'do-nothing route',
        'one classifier',
        'sepal',
        'Fastify, undici',
        'naive (Elysia, Eden)',
      ]
      const { cells } = Value.Parse(Report, await Bun.file(json).json())
      expect(cells.map(({ contestant }) => contestant)).toEqual(contestants)
      for (const contestant of contestants) expect(output).toContain(`| ${contestant} `)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
  PATIENCE_MS,
)

measuring(
  'the file scenario measures bun run score and the load tool',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-bench-'))
    try {
      const json = join(folder, 'bench.json')
      const { progress, code } = await bench('file', '--quick', '--seconds', '0.5', '--json', json)
      expect(progress).not.toContain('bench:')
      expect(code).toBe(0)
      const { cells } = Value.Parse(Report, await Bun.file(json).json())
      expect(cells.map(({ contestant }) => contestant)).toEqual(['sepal, bun run score', 'sepal, load tool'])
    } finally {
      await rm(folder, { recursive: true })
    }
  },
  PATIENCE_MS,
)

test.if(isWhole && process.platform === 'linux')(
  'the footprint scenario starts Sepal in both ways, and tells what each process holds',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-bench-'))
    try {
      const json = join(folder, 'bench.json')
      const { output, progress, code } = await bench('footprint', '--quick', '--json', json)
      expect(progress).not.toContain('bench:')
      expect(code).toBe(0)
      for (const start of ['bun start', 'bun start --together']) {
        for (const process of ['launcher', 'proxy', 'all']) {
          expect(output).toMatch(new RegExp(`\\| ${start} +\\| ${process} +\\| +\\d`))
        }
      }
    } finally {
      await rm(folder, { recursive: true })
    }
  },
  PATIENCE_MS,
)

measuring(
  'a soak of a few seconds sees only documented answers and no leak',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-bench-'))
    try {
      const json = join(folder, 'bench.json')
      const { output, progress, code } = await bench('soak', '--minutes', '0.02', '--json', json)
      expect(progress).not.toContain('bench:')
      expect(code).toBe(0)
      expect(output).toMatch(/\| wrong +\| +0 \|/)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
  PATIENCE_MS,
)
