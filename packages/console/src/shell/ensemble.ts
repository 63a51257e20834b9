import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import { CallFailure } from '../api/call-failure.ts'
import { sepal } from '../api/sepal.ts'
import type { Feature, Models } from '../api/wire.ts'
import { colourOf } from './palette.ts'

/** What is served here: all that the page knows of it. */
export type Ensemble = {
  features: readonly Feature[]
  sample: readonly number[]
  /** in the order of the manifest */
  names: readonly string[]
  models: Models
  colour: (name: string) => string
}

export type Loading =
  | { state: 'loading' }
  | { state: 'failed'; failure: CallFailure }
  | { state: 'ready'; ensemble: Ensemble }

const AGAIN_MS = 1000

/** Asks what is served until it is told: the page may be there before every classifier is. */
export function useLoadedEnsemble(): Loading {
  const [loading, setLoading] = useState<Loading>({ state: 'loading' })
  useEffect(() => {
    const leaving = new AbortController()
    let timer: ReturnType<typeof setTimeout>
    const load = async () => {
      try {
        const [metadata, models] = await Promise.all([
          sepal.metadata(leaving.signal),
          sepal.models(leaving.signal),
        ])
        const names = Object.keys(models)
        setLoading({
          state: 'ready',
          ensemble: {
            features: metadata.features,
            sample: metadata.data_sample[0] ?? [],
            names,
            models,
            colour: (name) => colourOf(names.indexOf(name)),
          },
        })
      } catch (error) {
        if (leaving.signal.aborted) return
        if (!(error instanceof CallFailure)) throw error
        setLoading({ state: 'failed', failure: error })
        timer = setTimeout(load, AGAIN_MS)
      }
    }
    load()
    return () => {
      leaving.abort()
      clearTimeout(timer)
    }
  }, [])
  return loading
}

const Served = createContext<Ensemble | undefined>(undefined)
export const EnsembleProvider = Served.Provider

/** The ensemble, in every component below the panels. */
export function useEnsemble(): Ensemble {
  const ensemble = useContext(Served)
  if (ensemble === undefined) throw new Error('there is no ensemble outside of the panels')
  return ensemble
}
