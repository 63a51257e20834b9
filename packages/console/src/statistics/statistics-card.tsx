import type { Statistics } from '../api/wire.ts'
import { count, counted, percent } from '../shell/figures.ts'
import { DistributionTable } from './distribution-table.tsx'

/** What one classifier says of late. */
export function AnswersCard({ name, statistics }: { name: string; statistics: Statistics }) {
  const found = statistics.classifiers.find((classifier) => classifier.name === name)
  if (found === undefined) return null
  return (
    <section class="card" aria-label={`What ${name} says`}>
      <header class="card-head">
        <h2>What it says</h2>
        <p class="muted">Its answers of late, beside those to the test set as far as its card tells them.</p>
      </header>
      <div class="distributions">
        {found.distributions.map((distribution) => (
          <DistributionTable
            key={distribution.of}
            title={distribution.of}
            distribution={distribution}
            statistics={statistics}
          />
        ))}
      </div>
    </section>
  )
}

/** What all classifiers are asked of late. */
export function FeaturesCard({ statistics }: { statistics: Statistics }) {
  const { rows, lateRows, disagreement, features } = statistics
  if (features.length === 0) return null
  return (
    <section class="card" aria-label="What is asked">
      <header class="card-head">
        <h2>What is asked</h2>
        <p class="muted">
          {counted(rows, 'row')} counted since the start, {count(lateRows)} of late.{' '}
          <Disagreement {...disagreement} />
        </p>
      </header>
      <div class="distributions">
        {features.map(({ name, missing, refused, distribution }) => (
          <div key={name}>
            {distribution === undefined ? (
              <h3>{name}</h3>
            ) : (
              <DistributionTable title={name} distribution={distribution} statistics={statistics} />
            )}
            <p class="muted">
              Missing in {counted(missing, 'row')}; {counted(refused, 'request')} refused because of it.
            </p>
          </div>
        ))}
      </div>
      <p class="caption">
        Compared by the population stability index, Σ (a − e) · ln(a / e) over the stretches, with the shares
        a of late and e in training (Siddiqi, <cite>Credit Risk Scorecards</cite>, 2006).
      </p>
    </section>
  )
}

function Disagreement({ rows = 0, disagreeing = 0 }: { rows?: number; disagreeing?: number }) {
  return rows === 0 ? null : <>The classifiers disagree about {percent(disagreeing / rows)} of them.</>
}
