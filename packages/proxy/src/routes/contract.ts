import { CONTRACT_HEADER, contractOf, fingerprintOf } from '@sepal/contract'
import type { Manifest } from '@sepal/ensemble'
import { Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { version } from '../../../../package.json' with { type: 'json' }
import { keyProblems, problemResponses } from '../answers/problems.ts'

const Part = Type.Record(Type.String(), Type.Object({}, { additionalProperties: true }))
const ServedContract = Type.Object(
  {
    version: Type.String({ description: 'of Sepal' }),
    name: Type.String({ description: 'of the ensemble' }),
    fingerprint: Type.String({ description: 'as in the header `sepal-contract`' }),
    contract: Type.Object({ features: Part, classifiers: Part, combine: Part }),
  },
  { description: 'what callers depend on of `ensemble.json`' },
)

/**
 * `GET /contract`: what the types of a caller depend on, without files, ports and weights. Its fingerprint is a header
 * of every answer, so that a client notices when it talks to another ensemble than it was written for.
 */
export function contractRoute(manifest: Manifest) {
  const fingerprint = fingerprintOf(manifest)
  const served = {
    version,
    name: manifest.name,
    fingerprint,
    contract: contractOf(manifest),
  }
  return new Elysia().headers({ [CONTRACT_HEADER]: fingerprint }).get('/contract', () => served, {
    response: { ...keyProblems, ...problemResponses(500), 200: ServedContract },
    detail: { hide: true },
  })
}
