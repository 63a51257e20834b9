import { useMemo } from 'preact/hooks'
import { useEnsemble } from '../shell/ensemble.ts'
import { counted, duration, rate } from '../shell/figures.ts'
import { Chart } from './chart.tsx'
import { type Figures, LOOK_BACK_S, type Sample, seriesOf } from './history.ts'
import { ModelCard } from './model-card.tsx'
import { ReplicaTable } from './replica-table.tsx'

/** One classifier: the last minutes, its replicas and its model. */
export function ServiceDetail({ name, samples }: { name: string; samples: readonly Sample[] }) {
  const { models, colour } = useEnsemble()
  const service = samples.at(-1)?.services[name]
  const model = models[name]
  return (
    <>
      <section class="card" aria-label={`${name}, the last minutes`} style={{ '--colour': colour(name) }}>
        <header class="card-head">
          <h2 class="named-head" title={name}>
            <span class="dot" />
            {name}
          </h2>
          {service && (
            <p class="muted">
              {counted(service.requests, 'request')} with {counted(service.rows, 'row')} since the start
            </p>
          )}
        </header>
        <Charts name={name} samples={samples} />
        {service && <ReplicaTable replicas={service.replicas} />}
      </section>
      {model && <ModelCard name={name} model={model} />}
    </>
  )
}

function Charts({ name, samples }: { name: string; samples: readonly Sample[] }) {
  const { colour } = useEnsemble()
  const series = useMemo(() => seriesOf(samples, name), [samples, name])
  const times = series.map(({ at }) => at)
  const valuesOf = (of: (figures: Figures) => number | null) =>
    series.map(({ figures }) => (figures === undefined ? null : of(figures)))
  const last = series.at(-1)?.figures
  const shown = { times, lookBackS: LOOK_BACK_S }
  const own = colour(name)
  return (
    <div class="charts">
      <Chart
        {...shown}
        title="Requests a second"
        now={last ? `${rate(last.requests)}${last.errors > 0 ? `, ${rate(last.errors)} failed` : ''}` : '–'}
        lines={[
          { label: 'failed', values: valuesOf(({ errors }) => errors), colour: 'oklch(0.6 0.2 27)' },
          { label: 'all', values: valuesOf(({ requests }) => requests), colour: own },
        ]}
      />
      <Chart
        {...shown}
        title="Time of a call, ms"
        now={last?.p99Ms ? `p99 ${duration(last.p99Ms)}` : '–'}
        lines={[
          { label: 'p50', values: valuesOf(({ p50Ms }) => p50Ms), colour: own },
          { label: 'p99', values: valuesOf(({ p99Ms }) => p99Ms), colour: own, isDashed: true },
        ]}
      />
      <Chart
        {...shown}
        title="Rows"
        now={last?.rowsACall ? `${rate(last.rowsACall)} a call` : '–'}
        lines={[
          { label: 'a call', values: valuesOf(({ rowsACall }) => rowsACall), colour: own },
          {
            label: 'waiting',
            values: valuesOf(({ waitingRows }) => waitingRows),
            colour: own,
            isDashed: true,
          },
        ]}
      />
    </div>
  )
}
