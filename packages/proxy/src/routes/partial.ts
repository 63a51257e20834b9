import { type Static, Type } from '@sinclair/typebox'

/**
 * `?partial=true`: the caller prefers an answer without the failed classifiers to none. The query as a whole is
 * optional too, so that Elysia neither checks nor decodes it when it is absent, which is the common case.
 */
export const PartialQuery = Type.Optional(
  Type.Object(
    {
      partial: Type.Optional(
        Type.Boolean({
          description: 'whether to accept an answer without the classifiers that failed; default: `PARTIAL`',
        }),
      ),
    },
    // A misspelt parameter must not be ignored silently.
    { additionalProperties: false },
  ),
)
export type PartialQuery = Static<typeof PartialQuery>
