import type { Manifest } from '@sepal/ensemble'
import { named } from '@sepal/server'
import { type Static, Type } from '@sinclair/typebox'
import { Elysia } from 'elysia'
import { answer } from '../answers/answer-schemas.ts'
import { keyProblems, problemError, problemResponses } from '../answers/problems.ts'
import type { ProxyDeps } from '../deps.ts'
import { shownStatistics } from '../statistics/shown.ts'

const count = (description: string) => Type.Integer({ minimum: 0, description })

const Drift = named(
  'Drift',
  Type.Object(
    {
      psi: Type.Number({
        description: 'population stability index of the late rows against those of training',
      }),
      psiByChance: Type.Number({
        description: 'what the index exceeds once in a thousand times although nothing has changed',
      }),
    },
    { description: 'how far what was seen of late is from what was seen in training' },
  ),
)

const Distribution = named(
  'Distribution',
  Type.Object({
    of: Type.String({ description: 'what is counted, as `label` or `probability of setosa`' }),
    bins: Type.Array(
      Type.Object({
        is: Type.String({ description: 'a value, or a stretch of numbers' }),
        late: count('late rows'),
        training: Type.Optional(count('rows in training, or in the test set, where they are known')),
      }),
    ),
    drift: Type.Optional(Drift),
  }),
)

export const StatisticsSchema = named(
  'Statistics',
  Type.Object(
    {
      rows: count('rows counted since the start; of a request with more than 16, a sample'),
      lateRows: count(
        'of these, rows of late: at least the last five minutes and 1,000 rows, where there are so many',
      ),
      enoughRows: count('with fewer late rows, nothing is told of drift'),
      disagreement: Type.Optional(
        Type.Object(
          {
            rows: count('rows that all voters have answered'),
            disagreeing: count('rows about which they disagree'),
          },
          { description: 'since the start, where voters can be compared' },
        ),
      ),
      features: Type.Array(
        Type.Object({
          name: Type.String(),
          missing: count('rows without a value, since the start'),
          refused: count('requests refused because of a value, since the start'),
          distribution: Type.Optional(Distribution),
        }),
      ),
      classifiers: Type.Array(Type.Object({ name: Type.String(), distributions: Type.Array(Distribution) })),
    },
    { description: 'what models are asked and say' },
  ),
)
export type StatisticsAnswer = Static<typeof StatisticsSchema>

/** `GET /statistics`: what models are asked and say, beside what the model cards know of training. */
export function statisticsRoute<const M extends Manifest>({ statistics }: Pick<ProxyDeps<M>, 'statistics'>) {
  return new Elysia().get(
    '/statistics',
    () => {
      if (statistics === undefined) throw problemError('not-found', 'statistics are switched off')
      return answer(StatisticsSchema, shownStatistics(statistics))
    },
    {
      response: { ...keyProblems, ...problemResponses(404, 500), 200: StatisticsSchema },
      detail: {
        summary: 'What models are asked and say',
        description:
          'How features and answers were spread of late, beside the training data and the test set that the model cards know, and how far they are from each other. If several proxies share an address, each counts for itself. For operators; with `STATISTICS=off` it returns 404.',
        tags: ['Operators'],
      },
    },
  )
}
