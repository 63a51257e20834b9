import type { Replica } from '../api/wire.ts'
import { duration } from '../shell/figures.ts'
import { replicaState } from './state.ts'
import { StateBadge } from './state-badge.tsx'

/** The estimate of a replica that is not called fades; what is left of it says nothing. */
const SHOWN_FROM_MS = 0.01

/** The processes that a classifier's calls go to. */
export function ReplicaTable({ replicas }: { replicas: readonly Replica[] }) {
  return (
    <table class="replicas">
      <caption class="visually-hidden">Replicas</caption>
      <thead>
        <tr>
          <th scope="col">Replica</th>
          <th scope="col">State</th>
          <th scope="col" class="figure wide">
            Under way
          </th>
          <th scope="col" class="figure">
            A call takes
          </th>
        </tr>
      </thead>
      <tbody>
        {replicas.map((replica) => (
          <tr key={replica.address}>
            <th scope="row">
              <code>{replica.address}</code>
            </th>
            <td>
              <StateBadge state={replicaState(replica)} />
            </td>
            <td class="figure wide">{replica.callsUnderWay}</td>
            <td class="figure">
              {replica.latencyMs >= SHOWN_FROM_MS ? (
                duration(replica.latencyMs)
              ) : (
                <span class="muted">–</span>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
