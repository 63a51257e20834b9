import { createContext } from 'preact'
import { useContext } from 'preact/hooks'
import { CallFailure } from '../api/call-failure.ts'
import { outputOf } from '../api/output.ts'
import { sepal } from '../api/sepal.ts'
import type { DecisionRoute, Feature, Models, Row } from '../api/wire.ts'
import { KEY_CODES } from './key-codes.ts'
import { colourOf } from './palette.ts'
import { type Look, usePolled } from './use-polled.ts'

/** What is served here: all that the page knows of it. */
export type Ensemble = {
  name: string
  features: readonly Feature[]
  sample: Row
  /** the classifiers, in the order of the manifest */
  names: readonly string[]
  /** also of the final model */
  models: Models
  /** the final model of a stack, which takes the answers of the classifiers */
  final?: string
  /** whether the proxy says what would be decided without each classifier */
  leavesOneOut: boolean
  /** where decisions are found, if anything is decided */
  decision: DecisionRoute | null
  /** whether each classifier tells one class, its own, from the rest */
  isOneVsRest: boolean
  /** of a classifier or a label; a neutral one for anything else */
  colour: (name: string) => string
}

export type Loading =
  | { state: 'loading' }
  | { state: 'failed'; failure: CallFailure }
  | { state: 'ready'; ensemble: Ensemble }

/** The strategy that has a final model, and the name under which that is served. */
const STACK = 'stack'

const AGAIN_MS = 1000

const LOADING: Loading = { state: 'loading' }

const load: Look<Loading> = async (signal, set) => {
  try {
    const ensemble = await loadEnsemble(signal)
    set(() => ({ state: 'ready', ensemble }))
    return false
  } catch (error) {
    if (signal.aborted) return false
    if (!(error instanceof CallFailure)) throw error
    set(() => ({ state: 'failed', failure: error }))
    // The same key would be refused again, and with another one the page is loaded anew.
    return !KEY_CODES.includes(error.code)
  }
}

/** Asks what is served until it gets an answer: the page may be there before every classifier is. */
export function useLoadedEnsemble(): Loading {
  return usePolled(LOADING, AGAIN_MS, load)
}

async function loadEnsemble(signal: AbortSignal): Promise<Ensemble> {
  const [info, metadata, models] = await Promise.all([
    sepal.ensemble(signal),
    sepal.metadata(signal),
    sepal.models(signal),
  ])
  const isStack = info.combine === STACK
  return {
    name: info.name,
    decision: info.decision,
    leavesOneOut: info.decision !== null && !isStack,
    ...(isStack && { final: STACK }),
    isOneVsRest: info.combine.startsWith('one-vs-rest'),
    features: metadata.features,
    sample: metadata.data_sample[0] ?? [],
    names: Object.keys(models).filter((name) => !(isStack && name === STACK)),
    models,
    colour: coloursOf(models),
  }
}

/** Classifiers have colours in their order; so have classes that are not names of classifiers. */
export function coloursOf(models: Models): (name: string) => string {
  const names = Object.keys(models)
  const classes = new Set(
    Object.values(models).flatMap((model) => {
      const output = outputOf(model)
      if (output.kind === 'score') return [output.below, output.above]
      return output.kind === 'value' ? [] : output.classes
    }),
  )
  const labels = [...classes].filter((label) => !names.includes(label))
  return (name) => {
    const index = Math.max(names.indexOf(name), labels.indexOf(name))
    return index < 0 ? 'currentColor' : colourOf(index)
  }
}

const Served = createContext<Ensemble | undefined>(undefined)
export const EnsembleProvider = Served.Provider

/** The ensemble, in every component below the panels. */
export function useEnsemble(): Ensemble {
  const ensemble = useContext(Served)
  if (ensemble === undefined) throw new Error('useEnsemble was called outside the panels')
  return ensemble
}
