import { CallFailure } from '../api/call-failure.ts'
import { sepal } from '../api/sepal.ts'
import { KEY_CODES } from '../shell/key-codes.ts'
import { type Look, usePolled } from '../shell/use-polled.ts'
import { type Sample, withSample } from './history.ts'

/** How often the services are read, ms; also while the page is hidden, so that its charts have no gap. */
const EVERY_MS = 1000

export type Samples = { samples: readonly Sample[]; failure?: CallFailure }

const NONE: Samples = { samples: [] }

const look: Look<Samples> = async (signal, set) => {
  try {
    const answer = await sepal.services(signal)
    set(({ samples }) => ({ samples: withSample(samples, { at: Date.now() / 1000, ...answer }) }))
  } catch (error) {
    if (signal.aborted) return false
    if (!(error instanceof CallFailure)) throw error
    set(({ samples }) => ({ samples, failure: error }))
    if (KEY_CODES.includes(error.code)) return false
  }
  return true
}

/** The services of the last minutes, since the page was opened. */
export function useSamples(): Samples {
  return usePolled(NONE, EVERY_MS, look)
}
