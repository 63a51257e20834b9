import { useEffect, useState } from 'preact/hooks'
import { CallFailure } from '../api/call-failure.ts'
import { sepal } from '../api/sepal.ts'
import { KEY_CODES } from '../shell/key-codes.ts'
import { type Sample, withSample } from './history.ts'

/** How often the services are read, ms; also while the page is hidden, so that its charts have no gap. */
const EVERY_MS = 1000

export type Samples = { samples: readonly Sample[]; failure?: CallFailure }

/** The services of the last minutes, since the page was opened. */
export function useSamples(): Samples {
  const [state, setState] = useState<Samples>({ samples: [] })
  useEffect(() => {
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const look = async () => {
      try {
        const answer = await sepal.services(leaving.signal)
        setState(({ samples }) => ({ samples: withSample(samples, { at: Date.now() / 1000, ...answer }) }))
      } catch (error) {
        if (leaving.signal.aborted) return
        if (!(error instanceof CallFailure)) throw error
        setState(({ samples }) => ({ samples, failure: error }))
        if (KEY_CODES.includes(error.code)) return
      }
      timer = setTimeout(look, EVERY_MS)
    }
    look()
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [])
  return state
}
