import { useMemo } from 'preact/hooks'
import { useEnsemble } from '../shell/ensemble.ts'
import { FailureNotice } from '../shell/failure-notice.tsx'
import { timeOfDay } from '../shell/figures.ts'
import { AnswersCard, FeaturesCard } from '../statistics/statistics-card.tsx'
import { useStatistics } from '../statistics/use-statistics.ts'
import { samplesOfOneProxy } from './history.ts'
import { ServiceDetail } from './service-detail.tsx'
import { ServiceTable } from './service-table.tsx'
import { useHealth } from './use-health.ts'
import type { Samples } from './use-samples.ts'

type Props = { seen: Samples; chosen: string | undefined; onChoose: (name: string) => void }

/** The state of the classifiers: all in a table, and one of them in full. */
export function ServicesPanel({ seen, chosen, onChoose }: Props) {
  const names = Object.keys(useEnsemble().models)
  const { samples, others } = useMemo(() => samplesOfOneProxy(seen.samples), [seen.samples])
  const health = useHealth()
  const statistics = useStatistics()
  const last = samples.at(-1)
  const name = names.find((known) => known === chosen) ?? names[0]
  return (
    <div class="stack services-panel">
      {seen.failure && <FailureNotice failure={seen.failure} />}
      {seen.failure && last && (
        <p class="caption">The figures are from {timeOfDay(last.at)}, when it last answered.</p>
      )}
      <section class="card" aria-label="Classifiers">
        <div class="scrolled">
          <ServiceTable samples={samples} health={health} chosen={name ?? ''} onChoose={onChoose} />
        </div>
        {others && (
          <p class="caption">
            Several proxies answer here, and each counts for itself. These are the figures of{' '}
            <code>{last?.proxy.name}</code>, which answered last.
          </p>
        )}
      </section>
      {name !== undefined && (
        <div class="stack detail">
          <ServiceDetail name={name} samples={samples} />
          {statistics && <AnswersCard name={name} statistics={statistics} />}
          {statistics && <FeaturesCard statistics={statistics} />}
        </div>
      )}
    </div>
  )
}
