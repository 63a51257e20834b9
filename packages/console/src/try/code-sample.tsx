import { useState } from 'preact/hooks'
import { ADDRESS } from '../api/sepal.ts'
import type { Row } from '../api/wire.ts'
import { CopyButton } from '../shell/copy-button.tsx'
import { useEnsemble } from '../shell/ensemble.ts'
import { Tabs } from '../shell/tabs.tsx'
import { curlCall, sdkCall } from './call-code.ts'

const languages = ['curl', 'SDK'] as const
type Language = (typeof languages)[number]

type Props = { row: Row; isPartial: boolean }

/** The call that gives what the panel shows, to paste elsewhere. */
export function CodeSample({ row, isPartial }: Props) {
  const { features, decision } = useEnsemble()
  const [language, setLanguage] = useState<Language>('curl')
  const call = { names: features.map(({ name }) => name), row, decision, isPartial }
  const code = language === 'curl' ? curlCall(ADDRESS, call) : sdkCall(ADDRESS, call)
  return (
    <section class="card code" aria-label="The same call elsewhere">
      <header class="card-head">
        <Tabs label="Language" choices={languages} chosen={language} onChoose={setLanguage} />
        <CopyButton text={code} />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a long row is scrolled, also by keyboards */}
      <pre tabIndex={0}>
        <code>{code}</code>
      </pre>
    </section>
  )
}
