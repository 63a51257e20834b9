import type { State } from './state.ts'

/** A state in a word, with a dot that is not the only sign of it. */
export function StateBadge({ state: { word, tone, detail } }: { state: State }) {
  return (
    <span class={`badge ${tone}`} title={detail}>
      {word}
    </span>
  )
}
