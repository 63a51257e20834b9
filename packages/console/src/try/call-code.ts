import type { DecisionRoute, Row } from '../api/wire.ts'

export type ShownCall = {
  /** of the features, in the order of the row */
  names: readonly string[]
  row: Row
  decision: DecisionRoute | null
  /** whether it asks for an answer without the classifiers that fail */
  isPartial: boolean
}

/** A call for a shell. */
export function curlCall(address: string, { decision, isPartial, ...sent }: ShownCall): string {
  const path = decision === null ? '/predict' : `/predict/${decision}`
  const url = `${address}${path}${isPartial ? '?partial=true' : ''}`
  const body = JSON.stringify(bodyOf(sent)).replaceAll("'", `'\\''`)
  return [
    `curl ${isPartial ? `'${url}'` : url} \\`,
    `  -H 'content-type: application/json' \\`,
    `  -d '${body}'`,
  ].join('\n')
}

/** The same with the SDK. */
export function sdkCall(address: string, { decision, isPartial, ...sent }: ShownCall): string {
  const path = decision === null ? 'predict' : `predict.${decision}`
  const options = isPartial ? ', { query: { partial: true } }' : ''
  const [[key = '', rows] = []] = Object.entries(bodyOf(sent))
  return [
    "import { createClient } from '@sepal/client'",
    '',
    `const sepal = createClient('${address}')`,
    `const { data, error } = await sepal.${path}.post({ ${key}: ${JSON.stringify(rows)} }${options})`,
    'if (error) throw error',
    printed(decision),
  ].join('\n')
}

function printed(decision: DecisionRoute | null): string {
  switch (decision) {
    case null:
      return 'console.log(data)'
    case 'label':
      return 'console.log(data.prediction.label, data.prediction.proba)'
    case 'value':
      return 'console.log(data.prediction.value)'
    case 'decision':
      return 'console.log(data.prediction)'
  }
}

/** Numbers alone go as they are, with anything else among them the values have names. */
function bodyOf({ names, row }: Pick<ShownCall, 'names' | 'row'>) {
  if (row.every((value) => typeof value === 'number')) return { data: [row] }
  return { rows: [Object.fromEntries(names.map((name, i) => [name, row[i] ?? null]))] }
}
