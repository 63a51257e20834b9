import { HealthSchema } from '@sepal/ensemble'
import { Elysia } from 'elysia'
import type { ClassifierDeps } from '../deps.ts'
import { problemError, problemResponses } from '../problems.ts'

/** A classifier listens only once its model has answered: until it is to stop, it is ready. */
export const healthRoutes = ({ drain }: ClassifierDeps) => {
  const ok = { health: 'ok' as const }
  return new Elysia()
    .get('/health', () => ok, {
      response: { ...problemResponses(500), 200: HealthSchema },
      detail: { summary: 'Is it alive?' },
    })
    .get(
      '/health/ready',
      () => {
        if (drain.isDraining) throw problemError('not-ready', 'it is about to stop')
        return ok
      },
      {
        response: { ...problemResponses(500, 503), 200: HealthSchema },
        detail: { summary: 'Can it answer?' },
      },
    )
}
