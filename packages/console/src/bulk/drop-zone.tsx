import { useState } from 'preact/hooks'
import type { Feature } from '../api/wire.ts'

type Props = { features: readonly Feature[]; onFile: (file: File) => void }

/** Takes a file that is dropped or chosen. */
export function DropZone({ features, onFile }: Props) {
  const [isOver, setIsOver] = useState(false)
  const take = (files: FileList | null | undefined) => {
    const file = files?.[0]
    if (file) onFile(file)
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an addition to the button, for mice
    <div
      class={isOver ? 'card drop over' : 'card drop'}
      onDragOver={(event) => {
        event.preventDefault()
        setIsOver(true)
      }}
      onDragLeave={() => setIsOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setIsOver(false)
        take(event.dataTransfer?.files)
      }}
    >
      <h2>Drop a CSV, NDJSON or JSON file</h2>
      <p class="muted">
        Each row gets what is decided for it, or else each model's answer. The file may be gzipped. Columns
        are found by their names, and other columns are kept.
      </p>
      <label class="file-button">
        <input
          type="file"
          accept=".csv,.tsv,.txt,.ndjson,.jsonl,.json,.gz,text/csv"
          onChange={(event) => take(event.currentTarget.files)}
        />
        <span>Choose a file</span>
      </label>
      <p class="columns">
        {features.map(({ name }) => (
          <code key={name}>{name}</code>
        ))}
      </p>
    </div>
  )
}
