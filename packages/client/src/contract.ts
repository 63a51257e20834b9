import type { Manifest } from '@sepal/ensemble'
import type { Proxy as Service } from '@sepal/proxy'
import type ensemble from '../../../models/ensemble.json'
import type { RoutesOf } from './routes-of.ts'

// A built package has the routes of its own ensemble written out here, and types no other.

/** An ensemble by the import of its `ensemble.json`. */
export type AnyEnsemble = Manifest
/** The ensemble in `models/`. */
export type ThisEnsemble = typeof ensemble
/** The routes of the proxy for an ensemble. */
export type RoutesFor<E extends AnyEnsemble> = RoutesOf<Service<E>>
/** The routes of the proxy for the ensemble in `models/`. */
export type Routes = RoutesFor<ThisEnsemble>
