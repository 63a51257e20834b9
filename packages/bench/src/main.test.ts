import { expect, setDefaultTimeout, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Type } from '@sinclair/typebox'
import { Value } from '@sinclair/typebox/value'

// Processes start slowly where many do at once.
setDefaultTimeout(30_000)

/** Servers start in it, beside whatever else this machine does, ms. */
const PATIENCE_MS = 60_000

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

/** `bun run bench` to its end. */
async function bench(...argv: string[]) {
  const main = join(import.meta.dir, 'main.ts')
  const child = Bun.spawn([process.execPath, main, ...argv], { stdout: 'pipe', stderr: 'pipe' })
  const [output, progress, code] = await Promise.all([child.stdout.text(), child.stderr.text(), child.exited])
  return { output, progress, code }
}

test('--help says how it is used', async () => {
  const { output, code } = await bench('--help')
  expect(code).toBe(0)
  expect(output).toStartWith('Measures the product')
})

test('a wrong argument is refused in one line', async () => {
  const { output, progress, code } = await bench('--rounds', 'many')
  expect(code).toBe(2)
  expect(output).toBe('')
  expect(progress).toBe('bench: --rounds is "many", expected a whole number from 1 to 100\n')
})

test(
  'a scenario has every contestant answer, rightly, and leaves table, JSON and chart',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-bench-'))
    try {
      const [json, svg] = [join(folder, 'bench.json'), join(folder, 'bench.svg')]
      const { output, progress, code } = await bench(
        '16',
        '--quick',
        '--seconds',
        '0.1',
        '--json',
        json,
        '--svg',
        svg,
      )
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
      expect(await Bun.file(svg).text()).toEndWith('</svg>\n')
    } finally {
      await rm(folder, { recursive: true })
    }
  },
  PATIENCE_MS,
)

test(
  'a file is scored, rightly, beside the load tool',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-bench-'))
    try {
      const json = join(folder, 'bench.json')
      const files = ['--json', json, '--svg', join(folder, 'bench.svg')]
      const { progress, code } = await bench('file', '--quick', '--seconds', '0.1', ...files)
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

test(
  'a soak of seconds has only documented answers, and leaks nothing',
  async () => {
    const folder = await mkdtemp(join(tmpdir(), 'sepal-bench-'))
    try {
      const files = ['--json', join(folder, 'bench.json'), '--svg', join(folder, 'bench.svg')]
      const { output, progress, code } = await bench('soak', '--minutes', '0.1', ...files)
      expect(progress).not.toContain('bench:')
      expect(code).toBe(0)
      expect(output).toMatch(/\| wrong +\| +0 \|/)
    } finally {
      await rm(folder, { recursive: true })
    }
  },
  PATIENCE_MS,
)
