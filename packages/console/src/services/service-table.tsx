import type { Health, Services } from '../api/wire.ts'
import { useEnsemble } from '../shell/ensemble.ts'
import { duration, rate } from '../shell/figures.ts'
import { type Figures, type Sample, seriesOf } from './history.ts'
import { serviceState } from './state.ts'
import { StateBadge } from './state-badge.tsx'

type Props = {
  samples: readonly Sample[]
  health: Health
  chosen: string
  onChoose: (name: string) => void
}

/** Figures are means of the last seconds, so that they do not jump about; in samples. */
const WINDOW = 5

/** Every classifier in a line; in a few of them on a phone. */
export function ServiceTable({ samples, health, chosen, onChoose }: Props) {
  const { models, colour } = useEnsemble()
  const services: Services = samples.at(-1)?.services ?? {}
  return (
    <table class="services">
      <thead>
        <tr>
          <th scope="col">Classifier</th>
          <th scope="col">State</th>
          <th scope="col" class="figure">
            Requests/s
          </th>
          <th scope="col" class="figure">
            p50
          </th>
          <th scope="col" class="figure">
            p99
          </th>
          <th scope="col" class="figure">
            Rows/call
          </th>
          <th scope="col" class="figure">
            Queue
          </th>
          <th scope="col" class="figure">
            Errors/s
          </th>
        </tr>
      </thead>
      <tbody>
        {Object.keys(models).map((name) => {
          const lately = latelyOf(samples, name)
          return (
            // The button is for keyboards; a mouse may hit the line anywhere.
            <tr
              key={name}
              class={name === chosen ? 'chosen' : ''}
              style={{ '--colour': colour(name) }}
              onClick={() => onChoose(name)}
            >
              <th scope="row">
                <button type="button" aria-pressed={name === chosen} title={name}>
                  <span class="dot" />
                  {name}
                </button>
              </th>
              <td>
                <StateBadge state={serviceState(health[name], services[name])} />
              </td>
              <td class="figure" data-head="requests/s">
                {figure(lately?.requests, rate)}
              </td>
              <td class="figure" data-head="p50">
                {figure(lately?.p50Ms, duration)}
              </td>
              <td class="figure" data-head="p99">
                {figure(lately?.p99Ms, duration)}
              </td>
              <td class="figure" data-head="rows/call">
                {figure(lately?.rowsACall, rate)}
              </td>
              <td class="figure" data-head="queue">
                {figure(lately?.waitingRows, rate)}
              </td>
              <td class="figure" data-head="errors/s">
                {lately !== undefined && lately.errors > 0 ? (
                  <strong class="bad">{rate(lately.errors)}</strong>
                ) : (
                  figure(lately?.errors, rate)
                )}
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

function figure(value: number | null | undefined, write: (value: number) => string) {
  return value === null || value === undefined ? <span class="muted">–</span> : write(value)
}

/** The mean of the last seconds, and the last times that there were. */
function latelyOf(samples: readonly Sample[], name: string): Figures | undefined {
  const found = seriesOf(samples.slice(-WINDOW - 1), name).flatMap(({ figures }) => figures ?? [])
  const last = found.at(-1)
  if (last === undefined) return undefined
  const mean = (of: (figures: Figures) => number) =>
    found.reduce((sum, one) => sum + of(one), 0) / found.length
  const known = found.findLast(({ p50Ms }) => p50Ms !== null) ?? last
  return {
    ...known,
    requests: mean(({ requests }) => requests),
    errors: mean(({ errors }) => errors),
    waitingRows: last.waitingRows,
  }
}
