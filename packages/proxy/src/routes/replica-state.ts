import { named } from '@sepal/server'
import { Type } from '@sinclair/typebox'
import { type ReplicaState, replicaStates } from '../upstream/replica.ts'

export const ReplicaStateSchema = named(
  'ReplicaState',
  Type.Unsafe<ReplicaState>(
    Type.Union(
      replicaStates.map((state) => Type.Literal(state)),
      {
        description:
          'closed: it gets calls; open: it failed or lagged, and is left alone; half-open: one call probes it; silent: it leaves calls without an answer; not-ready: it asked for none, or cannot be reached; mismatched: it is not the classifier that the manifest describes, and gets none',
      },
    ),
  ),
)
