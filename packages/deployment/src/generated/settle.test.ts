import { afterEach, beforeEach, expect, spyOn, test } from 'bun:test'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { settle } from './settle.ts'
import { stamped } from './stamp.ts'

let folder = ''
let printed: string[] = []
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'sepal-generated-'))
  printed = []
  spyOn(console, 'log').mockImplementation((line) => printed.push(line))
})
afterEach(async () => {
  spyOn(console, 'log').mockRestore()
  await rm(folder, { recursive: true })
})

const made = (ports: Record<string, number>) =>
  new Map(
    Object.entries(ports).map(([name, port]) => [
      `services/${name}.yaml`,
      stamped(['made by a test'], `name: ${name}\nport: ${port}\n`),
    ]),
  )
const run = (ports: Record<string, number>, { check = false, force = false } = {}) =>
  settle(made(ports), folder, {
    check,
    force,
    what: 'out',
    shown: (path) => `out/${path}`,
    command: 'sepal x',
    advice: 'advice',
  })
const file = (name: string) => Bun.file(join(folder, 'services', name))

test('files are written, and then up to date', async () => {
  expect(await run({ rose: 1 }, { check: true })).toBe(1)
  expect(await run({ rose: 1 })).toBe(0)
  expect(await run({ rose: 1 }, { check: true })).toBe(0)
  expect(printed).toEqual([
    'out/services/rose.yaml is missing',
    'sepal x writes what is missing or out of date',
    'wrote out/services/rose.yaml',
    'out is up to date',
  ])
})

test('a check shows what would change, and writes nothing', async () => {
  await run({ rose: 1, iris: 2 })
  expect(await run({ rose: 3 }, { check: true })).toBe(1)
  expect(printed.slice(2)).toEqual([
    'out/services/rose.yaml is out of date\n  -port: 1\n  +port: 3',
    'out/services/iris.yaml is left over from an earlier run',
    'sepal x writes what is missing or out of date',
  ])
  expect(await file('rose.yaml').text()).toContain('port: 1')
})

test('the file of a model that is gone is removed, one of the user stays', async () => {
  await run({ rose: 1, iris: 2 })
  await file('mine.yaml').write('mine: 1\n')
  await run({ rose: 1 })
  expect((await readdir(join(folder, 'services'))).sort()).toEqual(['mine.yaml', 'rose.yaml'])
})

test('line breaks that Git has changed are no edit', async () => {
  await run({ rose: 1 })
  await file('rose.yaml').write((await file('rose.yaml').text()).replaceAll('\n', '\r\n'))
  expect(await run({ rose: 1 }, { check: true })).toBe(0)
  expect(await run({ rose: 2 })).toBe(0)
})

test('a file that was edited is overwritten only by force, and no other is written either', async () => {
  await run({ rose: 1 })
  await file('rose.yaml').write(`${await file('rose.yaml').text()}mine: true\n`)
  const refused = run({ rose: 1, iris: 2 })
  expect(refused).rejects.toThrow(
    'nothing is written: out/services/rose.yaml was edited by hand\n  -mine: true\nadvice, or overwrite with --force',
  )
  await refused.catch(() => {})
  expect(await file('iris.yaml').exists()).toBe(false)
  expect(await run({ rose: 1 }, { check: true })).toBe(1)
  expect(printed.at(-1)).toBe('advice, or overwrite with --force')
  expect(await run({ rose: 1 }, { force: true })).toBe(0)
  expect(await file('rose.yaml').text()).not.toContain('mine')
})

test('a file of something else is not overwritten', async () => {
  await file('rose.yaml').write('services: {}\n')
  expect(run({ rose: 1 })).rejects.toThrow(
    'out/services/rose.yaml is there already, and was not made by sepal\nwrite to another place with --out',
  )
})
