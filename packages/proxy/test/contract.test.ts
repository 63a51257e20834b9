import { describe, expect, test } from 'bun:test'
import {
  changesBetween,
  contractChanges,
  contractOf,
  fingerprintOf,
  type WireDocument,
} from '@sepal/contract'
import { type Manifest, mapClassifiers } from '@sepal/ensemble'
import { garden } from './garden.ts'
import house from './house.json' with { type: 'json' }
import { RunningProxy } from './running-proxy.ts'

const nowhere = (manifest: Manifest) => mapClassifiers(manifest, () => '127.0.0.1:1')

test('the contract is served, and its fingerprint is in every answer', async () => {
  await using proxy = await RunningProxy.start(house, nowhere(house))
  const served: { fingerprint: string } = JSON.parse(await (await proxy.fetch('/contract')).text())
  expect(served).toMatchObject({
    name: 'house',
    fingerprint: fingerprintOf(house),
    contract: contractOf(house),
  })
  const answers = await Promise.all([
    proxy.fetch('/health'),
    proxy.fetch('/nowhere'),
    proxy.fetch('/predict', { method: 'POST', body: '{' }),
  ])
  expect(answers.map(({ headers }) => headers.get('sepal-contract'))).toEqual(
    Array(3).fill(served.fingerprint),
  )
})

async function documentOf(manifest: Manifest): Promise<WireDocument> {
  await using proxy = await RunningProxy.start(manifest, nowhere(manifest))
  return JSON.parse(await (await proxy.fetch('/docs/json')).text())
}

describe('a change of the contract is one of the wire', () => {
  const { rose, lily, ...others } = garden.classifiers
  const { height, leaves } = garden.features
  const extra = { model: 'extra.onnx', port: 1, probabilities: { extra: {}, rest: {} } }
  test.each<[string, Partial<Manifest>]>([
    ['nothing', {}],
    ['a further classifier', { classifiers: { ...garden.classifiers, extra } }],
    ['a classifier is gone', { classifiers: { rose, ...others } }],
    ['a feature is gone', { features: { height }, sample: { height: 1 } }],
    [
      'a further feature',
      { features: { height, leaves, age: { number: {} } }, sample: { ...garden.sample, age: 1 } },
    ],
    ['no decision', { combine: { none: {} } }],
  ])('%s', async (_, change) => {
    const after: Manifest = { ...garden, ...change }
    const breaks = (changes: readonly { kind: string }[]) => changes.some(({ kind }) => kind === 'breaking')
    const wire = changesBetween(await documentOf(garden), await documentOf(after))
    const contract = contractChanges(contractOf(garden), contractOf(after))
    expect(breaks(contract)).toBe(breaks(wire))
    expect(contract.length > 0).toBe(wire.length > 0)
  })
})
