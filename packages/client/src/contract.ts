import type { DecidedBy, Manifest } from '@sepal/ensemble'
import type { Proxy as Service } from '@sepal/proxy'
import type { RoutesOf } from './routes-of.ts'
import type { ThisEnsemble } from './this-ensemble.ts'

// A package that is built for one ensemble has its routes written out here, and types no other.

/** An ensemble by the import of its `ensemble.json`. */
export type AnyEnsemble = Manifest
/** The function of a module that decides: the default export of what `combine` names. */
export type AnyDecide = (answers: never) => unknown
/** The routes of the proxy for an ensemble. */
export type RoutesFor<E extends AnyEnsemble, Decide extends AnyDecide = AnyDecide> = [E] extends [never]
  ? // The editor shows it where a route is looked for.
    { 'needs createClient(address, { ensemble }) or createClient<typeof ensemble>(address)': never }
  : AnyDecide extends Decide
    ? RoutesOf<Service<E>>
    : DecidedBy<E, Decide> extends infer Decided extends Manifest
      ? RoutesOf<Service<Decided>>
      : never

/** The answers to one row that such a function decides by; `undefined` for a classifier that did not answer. */
export type { Answers } from '@sepal/ensemble'
/** The routes of the proxy for the client's own ensemble. */
export type Routes = RoutesFor<ThisEnsemble>
