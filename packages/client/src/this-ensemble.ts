import type { Ensemble } from '@sepal/contract'
import type ensemble from '../../../models/ensemble.json'

// A built package has another file in the place of this one.

/** The ensemble of a client that is told of none: here the one in `models/`. */
export type ThisEnsemble = typeof ensemble
/** What a package that is built for one ensemble knows of it. */
export const thisEnsemble: Ensemble | undefined = undefined
