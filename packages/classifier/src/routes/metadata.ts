import { type ClassifierMetadata, ClassifierMetadataSchema } from '@sepal/ensemble'
import { problemResponses } from '@sepal/server'
import { Elysia } from 'elysia'

export const metadataRoutes = (metadata: ClassifierMetadata) =>
  new Elysia().get('/metadata', () => metadata, {
    response: { ...problemResponses(500), 200: ClassifierMetadataSchema },
    detail: { summary: 'What it takes and gives, and which model it serves' },
  })
