import type { Proxy as Service } from '@sepal/proxy'
import type ensemble from '../../../models/ensemble.json'
import type { RoutesOf } from './routes-of.ts'

/** The routes of the proxy for the ensemble in `models/`. In a built package this file has them written out. */
export type Routes = RoutesOf<Service<typeof ensemble>>
