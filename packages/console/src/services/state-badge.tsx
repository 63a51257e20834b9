import type { State } from './state.ts'

/** A state in a word; the coloured dot only repeats it. */
export function StateBadge({ state: { word, tone, detail } }: { state: State }) {
  return (
    <span class={`badge ${tone}`} title={detail}>
      {word}
    </span>
  )
}
