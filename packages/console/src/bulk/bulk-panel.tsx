import { useEnsemble } from '../shell/ensemble.ts'
import { BulkReport } from './bulk-report.tsx'
import { DropZone } from './drop-zone.tsx'
import { FilePreview } from './file-preview.tsx'
import { RefusedFile } from './refused-file.tsx'
import type { Bulk, BulkControl } from './use-bulk.ts'

/** A file of rows, scored here in the page. */
export function BulkPanel({ bulk, control }: { bulk: Bulk; control: BulkControl }) {
  const { features } = useEnsemble()
  switch (bulk.is) {
    case 'none':
      return <DropZone features={features} onFile={control.choose} />
    case 'opened':
      return <FilePreview opened={bulk} onScore={control.score} onClear={control.clear} />
    case 'refused':
      return <RefusedFile refused={bulk} onClear={control.clear} />
    case 'run':
      return <BulkReport run={bulk.run} onStop={control.stop} onClear={control.clear} />
  }
}
