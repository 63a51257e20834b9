import { goldenReport } from '@sepal/proxy/golden-report'
import { problemCodes } from '@sepal/proxy/problems'
import { callerView, NOBODY_DECIDES, OUT_AFTER, RETRIES } from '@sepal/proxy/testing/caller-view'
import type { Told } from '@sepal/proxy/testing/fault'
import { faults } from '@sepal/proxy/testing/fault-table'
import { markdownTable } from './markdown-table.ts'

type FaultRow = readonly string[]

const faultHead: FaultRow = ['A classifier that…', 'on', 'outcome', 'detail', 'alone, or all of them']

/** One row per fault, or one per transport where they differ. */
function rowsOf({ what, socket, post }: (typeof faults)[number]): FaultRow[] {
  const isSame = socket?.kind === post?.kind && socket?.detail === post?.detail
  if (socket && post && isSame) return [rowOf(what, 'both', socket)]
  const rows = socket ? [rowOf(what, 'socket', socket)] : []
  return post ? [...rows, rowOf(what, 'POST', post)] : rows
}

function rowOf(what: string, on: string, { kind, detail }: Told): FaultRow {
  // The number of rows and probabilities depends on the request.
  const text = detail.replace(/\b\d+ (rows|numbers)\b/g, 'n $1').replace('for 1', 'for n')
  return [what, on, `\`${kind}\``, text, refusal(callerView[kind].code)]
}

const refusal = (code: keyof typeof problemCodes) => `${problemCodes[code].status} \`${code}\``

const settingHead = [
  'outcome',
  'alone',
  'all of them',
  'alone, `partial=true`',
  'all, `partial=true`',
  'one of two replicas',
]

function settingRows(): string[][] {
  return Object.entries(callerView).map(([kind, { code, cost }]) => [
    `\`${kind}\``,
    refusal(code),
    refusal(code),
    `200, without it: error \`${code}\`; a label has it in \`missing\``,
    `200 with an error for each; a label ${refusal(NOBODY_DECIDES)}`,
    {
      retried: `200: the other one is asked, up to ${RETRIES} times in 10 s and one call in ten`,
      ejected: `200, but for at most ${OUT_AFTER} answers until it is left alone, and one for each probe`,
      'its share': '200 from the other one; from it, as if it were alone',
    }[cost],
  ])
}

/** The sections of docs/failure.md that are generated from the tests' expectations, by the names that mark them. */
export const failureSections: Readonly<Record<string, string>> = {
  faults: markdownTable([faultHead, ...faults.flatMap(rowsOf)]),
  settings: markdownTable([settingHead, ...settingRows()]),
  policies: markdownTable(await goldenReport('report')),
  fleets: markdownTable(await goldenReport('fleets')),
}
