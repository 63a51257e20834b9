import { useState } from 'preact/hooks'
import { ADDRESS } from '../api/sepal.ts'
import { CopyButton } from '../shell/copy-button.tsx'
import { Tabs } from '../shell/tabs.tsx'

const languages = ['curl', 'SDK'] as const
type Language = (typeof languages)[number]

/** The call that the panel makes, to paste elsewhere. */
export function CodeSample({ row }: { row: readonly number[] }) {
  const [language, setLanguage] = useState<Language>('curl')
  const code = codeIn(language, JSON.stringify(row))
  return (
    <section class="card code" aria-label="The same call elsewhere">
      <header class="card-head">
        <Tabs label="Language" choices={languages} chosen={language} onChoose={setLanguage} />
        <CopyButton text={code} />
      </header>
      <pre>
        <code>{code}</code>
      </pre>
    </section>
  )
}

function codeIn(language: Language, row: string): string {
  switch (language) {
    case 'curl':
      return [
        `curl ${ADDRESS}/predict/label \\`,
        `  -H 'content-type: application/json' \\`,
        `  -d '{"data":[${row}]}'`,
      ].join('\n')
    case 'SDK':
      return [
        "import { createClient } from '@sepal/client'",
        '',
        `const sepal = createClient('${ADDRESS}')`,
        `const { data, error } = await sepal.predict.label.post({ data: [${row}] })`,
        'if (error) throw error',
        'console.log(data.prediction.label, data.prediction.proba)',
      ].join('\n')
  }
}
