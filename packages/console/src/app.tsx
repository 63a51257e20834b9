import { useEffect, useMemo } from 'preact/hooks'
import type { Row } from './api/wire.ts'
import { BulkPanel } from './bulk/bulk-panel.tsx'
import { useBulk } from './bulk/use-bulk.ts'
import { isMapped } from './map/axes.ts'
import { MapPanel } from './map/map-panel.tsx'
import { readRow, writeRow } from './row/row.ts'
import { ServicesPanel } from './services/services-panel.tsx'
import { type Samples, useSamples } from './services/use-samples.ts'
import { type Address, hrefOf, type Panel, panels, useAddress } from './shell/address.ts'
import { type Ensemble, EnsembleProvider, useLoadedEnsemble } from './shell/ensemble.ts'
import { FailureNotice } from './shell/failure-notice.tsx'
import { KEY_CODES } from './shell/key-codes.ts'
import { ForgetKeyButton } from './shell/key-form.tsx'
import { ThemeButton } from './shell/theme-button.tsx'
import { TryPanel } from './try/try-panel.tsx'

const TITLES: Readonly<Record<Panel, string>> = {
  try: 'Try it',
  map: 'Map',
  services: 'Services',
  bulk: 'Bulk',
}

/** The page: the navigation, and below it one panel. */
export function App() {
  const [address, choose] = useAddress()
  const loading = useLoadedEnsemble()
  // From the start, so that the charts have something to show by the time somebody looks.
  const seen = useSamples()
  const title = TITLES[address.panel]
  // While nothing is known, nothing is taken away.
  const hasMap = loading.state !== 'ready' || isMapped(loading.ensemble)
  const name = loading.state === 'ready' ? loading.ensemble.name : ''
  useEffect(() => {
    document.title = [name, title, 'Sepal'].filter(Boolean).join(' · ')
  }, [name, title])
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('content')?.focus()}>
        To the content
      </button>
      <header class="head">
        <p class="brand">
          <svg viewBox="0 0 24 24" width="22" height="22" aria-hidden="true">
            <path d="M12 2c5 4 7 8 7 12a7 7 0 0 1-14 0c0-4 2-8 7-12z" />
          </svg>
          <span class="product">Sepal</span>
          {name !== '' && (
            <span class="ensemble-name" title={name}>
              {name}
            </span>
          )}
        </p>
        <nav aria-label="Panels">
          {panels
            .filter((panel) => panel !== 'map' || hasMap)
            .map((panel) => (
              <a
                key={panel}
                href={hrefOf({ ...address, panel })}
                aria-current={panel === address.panel ? 'page' : undefined}
              >
                {TITLES[panel]}
              </a>
            ))}
        </nav>
        <ForgetKeyButton />
        <ThemeButton />
      </header>
      <main id="content" tabIndex={-1}>
        <h1 class="visually-hidden">{title}</h1>
        {loading.state === 'loading' && <p class="empty">Loading…</p>}
        {loading.state === 'failed' && (
          <>
            <FailureNotice failure={loading.failure} />
            {!KEY_CODES.includes(loading.failure.code) && (
              <p class="caption">The page tries again every second.</p>
            )}
          </>
        )}
        {loading.state === 'ready' && (
          <EnsembleProvider value={loading.ensemble}>
            <PanelAt address={address} choose={choose} ensemble={loading.ensemble} seen={seen} />
          </EnsembleProvider>
        )}
      </main>
    </>
  )
}

type PanelProps = {
  address: Address
  choose: (change: Readonly<Record<string, string>>) => void
  ensemble: Ensemble
  seen: Samples
}

function PanelAt({ address: { panel, chosen }, choose, ensemble, seen }: PanelProps) {
  const row = useMemo(() => readRow(chosen.row, ensemble) ?? ensemble.sample, [chosen.row, ensemble])
  const [bulk, control] = useBulk(ensemble)
  const onRow = (changed: Row) => choose({ row: writeRow(changed) })
  switch (panel) {
    case 'try':
      return <TryPanel row={row} onRow={onRow} />
    case 'map':
      return <MapPanel row={row} chosen={chosen} onRow={onRow} choose={choose} />
    case 'services':
      return <ServicesPanel seen={seen} chosen={chosen.of} onChoose={(of) => choose({ of })} />
    case 'bulk':
      return <BulkPanel bulk={bulk} control={control} />
  }
}
