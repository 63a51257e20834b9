import { describe, expect, setDefaultTimeout, test } from 'bun:test'
import { join } from 'node:path'
import { changesBetween } from '@sepal/contract'
import { version } from '../package.json' with { type: 'json' }
import { root } from '../scripts/root.ts'
import { currentWire } from '../scripts/wire/current.ts'
import { releasedWire } from '../scripts/wire/released.ts'
import { typeChanges } from '../scripts/wire/type-changes.ts'
import { isAtLeast, lowestVersion } from '../scripts/wire/version.ts'

/** A compiler runs here, on busy machines, ms. */
setDefaultTimeout(60_000)

const [released, current] = [await releasedWire(), await currentWire()]
const changes = [
  ...changesBetween(released.openapi, current.openapi),
  ...(await typeChanges(released.contract, current.contract)),
]
const breaking = changes.filter(({ kind }) => kind === 'breaking')

test('changes that break callers of the released version have a new version (bun run wire)', () => {
  const least = lowestVersion(released.openapi.info.version, breaking)
  const unsaid = isAtLeast(version, least) ? [] : breaking.map(({ what }) => what)
  expect(unsaid).toEqual([])
})

test('changes of the wire are in the changelog', async () => {
  const log = await Bun.file(join(root, 'CHANGELOG.md')).text()
  const [, sinceThen = ''] = log.split(/^## /m)
  if (changes.length > 0) expect(sinceThen).toMatch(/^### (Added|Changed|Removed)$/m)
  if (breaking.length > 0) expect(sinceThen).toMatch(/^### (Changed|Removed)$/m)
})

test('no package of the workspace has a version of its own', async () => {
  for await (const path of new Bun.Glob('packages/*/package.json').scan(root)) {
    expect(await Bun.file(join(root, path)).json()).not.toHaveProperty('version')
  }
})

describe('changes of the types of callers', () => {
  const { contract } = released

  test('the same contract has no changes', async () => {
    expect(await typeChanges(contract, contract)).toEqual([])
  })

  test.each([
    ['a body may have more', /data: number\[\]\[\];/, 'data: (number | null)[][];'],
    ['an answer has more', /health: "ok";/, 'health: "ok"; since: string;'],
    ['an error has another code', /code: "internal";/, 'code: "internal" | "other";'],
    ["a classifier's error has another code", /\| "overloaded";/, '| "overloaded" | "other";'],
  ])('a change is an addition: %s', async (_, from, to) => {
    const [change, ...others] = await typeChanges(contract, contract.replaceAll(new RegExp(from, 'g'), to))
    expect(change?.kind).toBe('addition')
    expect(others).toEqual([])
  })

  test.each([
    ['a body must have more', /data: number\[\]\[\];/, 'data: number[][]; unit: string;'],
    ["a classifier's error has less", /(code: "bad-classifier-answer" \|[^;]*;\s*)detail: string;/, '$1'],
    ['an answer has less', /label: "setosa"/, 'label: string; old: "setosa"'],
    ['a route is gone', /metadata: \{/, 'meta: {'],
  ])('a change is breaking: %s', async (_, from, to) => {
    const [change] = await typeChanges(contract, contract.replaceAll(new RegExp(from, 'g'), to))
    expect(change?.kind).toBe('breaking')
  })
})
