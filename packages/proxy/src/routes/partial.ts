import { type Static, Type } from '@sinclair/typebox'

/**
 * `?partial=true`: an answer without those that failed is better than none. It is optional as a whole too: without any
 * query, which is the usual request, Elysia then neither checks nor decodes one.
 */
export const PartialQuery = Type.Optional(
  Type.Object(
    {
      partial: Type.Optional(
        Type.Boolean({
          description:
            'whether an answer may go out without the classifiers that failed; without it, as `PARTIAL` says',
        }),
      ),
    },
    // A misspelt one must not be ignored: its caller would believe it was heard.
    { additionalProperties: false },
  ),
)
export type PartialQuery = Static<typeof PartialQuery>
