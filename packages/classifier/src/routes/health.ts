import { HealthSchema } from '@sepal/ensemble'
import { problemResponses } from '@sepal/kit'
import { Elysia } from 'elysia'

/** A classifier listens only once its model has answered, so that alive and ready are the same. */
export const healthRoutes = () => {
  const response = { ...problemResponses(500), 200: HealthSchema }
  return new Elysia()
    .get('/health', () => ({ health: 'ok' as const }), { response, detail: { summary: 'Is it alive?' } })
    .get('/health/ready', () => ({ health: 'ok' as const }), {
      response,
      detail: { summary: 'Can it answer?' },
    })
}
