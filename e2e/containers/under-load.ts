import { expect } from 'bun:test'
import manifest from '../../models/ensemble.json' with { type: 'json' }
import { keepAsking } from '../callers.ts'

/**
 * Does something while callers ask all the time, some on one connection that stays, some on a new one each time.
 * None of them may miss an answer. They are patient: the machine that they have to themselves no longer is busy with
 * starting containers, and what it has no time for is refused.
 */
export async function underLoad<T>(url: string, work: () => Promise<T>): Promise<T> {
  const asked = { url, manifest }
  const callers = [false, true].map((keepAlive) => keepAsking(asked, 4, { keepAlive, isPatient: true }))
  try {
    return await work()
  } finally {
    for (const { answered, wrong } of await Promise.all(callers.map((some) => some.stop()))) {
      expect(wrong).toEqual([])
      expect(answered).toBeGreaterThan(0)
    }
  }
}
