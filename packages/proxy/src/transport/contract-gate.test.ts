import { describe, expect, test } from 'bun:test'
import type { ClassifierMetadata } from '@sepal/ensemble'
import { metadataOf } from '../../test/fake-garden.ts'
import type { Outcome } from '../core/outcome.ts'
import { ContractGate, type ContractVerdict } from './contract-gate.ts'

const fits: Outcome<ClassifierMetadata> = { kind: 'ok', value: metadataOf('lily') as ClassifierMetadata }
const reason = 'its features are ["leaves"], expected ["height"]'
const wrong: Outcome<ClassifierMetadata> = { kind: 'malformed', detail: reason }
const gone: Outcome<ClassifierMetadata> = { kind: 'unavailable', detail: 'it cannot be reached' }

/** A gate in front of a replica that answers as the test says, in time that the test moves. */
class Gated {
  readonly verdicts: ContractVerdict['is'][] = []
  asked = 0
  now = 0
  readonly gate: ContractGate

  constructor(public says: Outcome<ClassifierMetadata> | Promise<Outcome<ClassifierMetadata>>) {
    this.gate = new ContractGate({
      ask: async () => {
        this.asked += 1
        return this.says
      },
      now: () => this.now,
      onVerdict: ({ is }) => this.verdicts.push(is),
    })
  }
}

describe('a contract gate', () => {
  test('lets calls through after one check', async () => {
    const gated = new Gated(fits)
    expect(gated.gate.isOpen).toBe(false)
    const passes = [gated.gate.pass(), gated.gate.pass()]
    for (const pass of passes) expect((await pass).kind).toBe('ok')
    await gated.gate.pass()
    expect([gated.asked, gated.verdicts, gated.gate.isOpen]).toEqual([1, ['fits'], true])
  })

  test('lets no call through to a replica that does not fit, and checks it again after a second', async () => {
    const gated = new Gated(wrong)
    for (let n = 0; n < 3; n++)
      expect(await gated.gate.pass()).toMatchObject({ kind: 'malformed', detail: reason })
    expect(gated.asked).toBe(1)
    gated.says = fits
    gated.now = 1000
    expect((await gated.gate.pass()).kind).toBe('ok')
    expect(gated.verdicts).toEqual(['mismatched', 'fits'])
  })

  test('checks again when another process may be there', async () => {
    const gated = new Gated(fits)
    await gated.gate.pass()
    gated.says = wrong
    gated.gate.reset()
    expect([gated.gate.isOpen, (await gated.gate.pass()).kind]).toEqual([false, 'malformed'])
  })

  test('does not trust an answer from an earlier process', async () => {
    const { promise, resolve } = Promise.withResolvers<Outcome<ClassifierMetadata>>()
    const gated = new Gated(promise)
    const early = gated.gate.pass()
    gated.gate.reset()
    resolve(fits)
    expect((await early).kind).toBe('unavailable')
    expect([gated.gate.isOpen, gated.verdicts]).toEqual([false, []])
  })

  test('gives no verdict on a replica that cannot be reached', async () => {
    const gated = new Gated(gone)
    expect((await gated.gate.pass()).kind).toBe('unavailable')
    expect([gated.gate.verdict, gated.verdicts]).toEqual([undefined, []])
    await gated.gate.pass()
    expect(gated.asked).toBe(2)
  })
})
