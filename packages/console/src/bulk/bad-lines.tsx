import { count } from '../shell/figures.ts'
import type { BadLine } from './scored.ts'

type Props = {
  bad: number
  /** the first of them */
  examples: readonly BadLine[]
  tense: 'was' | 'cannot be'
}

/** Lines without a score, and why. */
export function BadLines({ bad, examples, tense }: Props) {
  if (bad === 0) return null
  const verb = tense === 'cannot be' ? tense : bad === 1 ? 'was not' : 'were not'
  return (
    <details class="bad-lines" open>
      <summary>
        {count(bad)} {bad === 1 ? 'line' : 'lines'} {verb} scored
      </summary>
      <ul>
        {examples.map(({ line, reason }) => (
          <li key={line}>
            <span class="muted">line {count(line)}</span> {reason}
          </li>
        ))}
        {bad > examples.length && <li class="muted">and {count(bad - examples.length)} more</li>}
      </ul>
    </details>
  )
}
