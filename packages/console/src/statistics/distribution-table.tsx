import type { Distribution, Statistics } from '../api/wire.ts'
import { count, percent } from '../shell/figures.ts'
import { linesOf, type Verdict, verdictOn } from './drift.ts'

type Props = { title: string; distribution: Distribution; statistics: Statistics }

/** How a figure is spread of late, beside training: a table, with the shares as bars too. */
export function DistributionTable({ title, distribution, statistics }: Props) {
  const lines = linesOf(distribution)
  const hasTraining = lines.some(({ training }) => training !== undefined)
  return (
    <figure class="distribution">
      <figcaption>
        <h3>{title}</h3>
        <VerdictText verdict={verdictOn(distribution, statistics)} />
      </figcaption>
      <table>
        <thead>
          <tr>
            <th scope="col">
              <span class="visually-hidden">Stretch</span>
            </th>
            <th scope="col">of late</th>
            {hasTraining && <th scope="col">in training</th>}
          </tr>
        </thead>
        <tbody>
          {lines.map(({ is, late, training }) => (
            <tr key={is}>
              <th scope="row">{is}</th>
              <Share of={late} kind="late" />
              {training !== undefined && <Share of={training} kind="training" />}
            </tr>
          ))}
        </tbody>
      </table>
    </figure>
  )
}

function Share({ of, kind }: { of: number; kind: 'late' | 'training' }) {
  return (
    <td class={kind} style={{ '--share': `${of}` }}>
      {percent(of)}
    </td>
  )
}

const VERDICTS = {
  'as-in-training': { words: 'as in training', badge: 'good' },
  changed: { words: 'has changed', badge: 'warn' },
  drifted: { words: 'has drifted', badge: 'bad' },
} as const

function VerdictText({ verdict }: { verdict: Verdict }) {
  switch (verdict.is) {
    case 'unknown':
      return <p class="muted">The model card has nothing to compare with.</p>
    case 'too-few':
      return (
        <p class="muted">
          Not enough rows yet: {count(verdict.rows)} of {count(verdict.needed)}.
        </p>
      )
    default: {
      const { words, badge } = VERDICTS[verdict.is]
      return (
        <p class="muted">
          <span class={`badge ${badge}`}>{words}</span> stability index {verdict.psi.toFixed(2)}, by chance up
          to {verdict.psiByChance.toFixed(2)}
        </p>
      )
    }
  }
}
