import { type ClassifierMetadata, ClassifierMetadataSchema } from '@sepal/ensemble'
import { Elysia } from 'elysia'
import { problemResponses } from '../problems.ts'

export const metadataRoutes = (metadata: ClassifierMetadata) =>
  new Elysia().get('/metadata', () => metadata, {
    response: { ...problemResponses(401, 500), 200: ClassifierMetadataSchema },
    detail: { summary: 'What it takes and gives, and which model it serves' },
  })
