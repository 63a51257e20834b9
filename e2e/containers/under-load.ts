import { expect } from 'bun:test'
import manifest from '../../models/ensemble.json' with { type: 'json' }
import { keepAsking } from '../callers.ts'

/**
 * Does something while callers send requests, some on one kept connection, some on a new one each time. None of them
 * may miss an answer. They retry overloads: the machine is busy starting containers meanwhile.
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
