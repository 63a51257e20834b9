import type { Errors, Findings, Quality } from '../findings.ts'
import { amountOf } from './drift-amount.ts'

/** A table for people: both outputs write it, each in its own way. */
export type Table = {
  title: string
  /** what the figures are, and where a formula is from */
  note?: string
  head: readonly string[]
  rows: readonly (readonly string[])[]
}

const INDEX =
  'Population stability index (Siddiqi, 2006): below 0.1 little, above 0.25 much, if it is above what it exceeds by chance once in a thousand times (Yurdakul and Naranjo, 2020).'

/** Everything that was found, as tables. */
export function tablesOf(findings: Findings): Table[] {
  const { decision, classifiers, drift, training } = findings
  const judged = [{ name: 'decision', ...decision }, ...classifiers]
  return [
    overview(findings),
    {
      title: 'Accuracy',
      note: 'Share of the rows with feedback that were right, with its 95 % interval (Wilson, 1927).',
      head: ['of', 'right', 'rows', 'accuracy', 'interval'],
      rows: judged.flatMap(({ name, accuracy }) =>
        accuracy === undefined
          ? []
          : [
              [
                name,
                whole(accuracy.hits),
                whole(accuracy.of),
                percent(accuracy.share),
                `${percent(accuracy.low)} to ${percent(accuracy.high)}`,
              ],
            ],
      ),
    },
    errorTable(judged),
    confusionTable(findings),
    {
      title: 'Calibration',
      note: 'Brier score (1950), 0 to 2, and expected calibration error (Guo et al., 2017), 0 to 1: less is better.',
      head: ['of', 'rows', 'Brier score', 'calibration error'],
      rows: judged.flatMap(({ name, calibration }) =>
        calibration === undefined
          ? []
          : [[name, whole(calibration.rows), decimal(calibration.brier), decimal(calibration.error)]],
      ),
    },
    ...judged.flatMap(reliability),
    {
      title: 'Drift',
      note:
        drift &&
        `Rows before and since ${new Date(drift.since).toISOString()}. ${INDEX} Kolmogorov–Smirnov distance, and how likely it is by chance (Smirnov, 1948).`,
      head: ['column', 'before', 'since', 'missing', 'PSI', 'PSI by chance', 'KS', 'KS chance', ''],
      rows: (drift?.columns ?? []).map((column) => [
        column.column,
        whole(column.before),
        whole(column.after),
        `${percent(column.missingBefore)} → ${percent(column.missingAfter)}`,
        decimal(column.psi ?? Number.NaN),
        decimal(column.psiByChance ?? Number.NaN),
        column.distance === undefined ? '' : decimal(column.distance),
        column.chance === undefined ? '' : decimal(column.chance),
        amountOf(column),
      ]),
    },
    {
      title: 'Drift from training',
      note: `${drift ? `Rows since ${new Date(drift.since).toISOString()}` : 'All rows'}, and what the model cards know of training. ${INDEX}`,
      head: ['column', 'rows', 'PSI', 'PSI by chance', ''],
      rows: (training ?? []).map((column) => [
        column.column,
        whole(column.rows),
        decimal(column.psi),
        decimal(column.psiByChance),
        amountOf(column),
      ]),
    },
    {
      title: 'Failures',
      head: ['of', 'what', 'rows'],
      rows: [
        ...findings.codes.map(([code, rows]) => ['request', code, whole(rows)]),
        ...classifiers.flatMap(({ name, outcomes }) =>
          outcomes.flatMap(([outcome, rows]) => (outcome === 'ok' ? [] : [[name, outcome, whole(rows)]])),
        ),
      ],
    },
  ]
    .map(({ note, ...table }): Table => (note === undefined ? table : { ...table, note }))
    .filter(({ rows }) => rows.length > 0)
}

function overview({ files, rows, malformed, feedback, from, to, outcomes, latency }: Findings): Table {
  const span = [from, to].map((time) => (time === undefined ? '' : new Date(time).toISOString()))
  const ms = (time: number) => `${decimal(time)} ms`
  return {
    title: 'Rows',
    head: ['', ''],
    rows: [
      ['files', whole(files)],
      ['rows', whole(rows)],
      ...(rows > 0
        ? [
            ['from', span[0] ?? ''],
            ['to', span[1] ?? ''],
          ]
        : []),
      ...outcomes.map(([outcome, count]) => [outcome, whole(count)]),
      ['feedback', `${whole(feedback.given)}, of which ${whole(feedback.matched)} for rows in the log`],
      ...(rows > 0
        ? [['latency', `p50 ${ms(latency.p50)}, p90 ${ms(latency.p90)}, p99 ${ms(latency.p99)}`]]
        : []),
      ...(malformed > 0 ? [['lines that are no records', whole(malformed)]] : []),
    ],
  }
}

type Judged = Quality & { name: string }

function errorTable(judged: readonly Judged[]): Table {
  const cells = ({ rows, mean, meanAbsolute, rootMeanSquare }: Errors) => [
    whole(rows),
    decimal(mean),
    decimal(meanAbsolute),
    decimal(rootMeanSquare),
  ]
  return {
    title: 'Errors of values',
    note: 'What was said less what was right, in the unit of the value.',
    head: ['of', 'rows', 'mean', 'mean absolute', 'root mean square'],
    rows: judged.flatMap(({ name, errors }) => (errors === undefined ? [] : [[name, ...cells(errors)]])),
  }
}

function confusionTable({ decision: { confusion } }: Findings): Table {
  return {
    title: 'What was taken for what',
    note: 'A row for what was right, a column for what was decided.',
    head: ['right \\ decided', ...(confusion?.labels ?? [])],
    rows: (confusion?.labels ?? []).map((label, i) => [label, ...(confusion?.counts[i] ?? []).map(whole)]),
  }
}

function reliability({ name, calibration }: Judged): Table[] {
  if (calibration === undefined) return []
  const rows = calibration.bins.map(({ from, to, rows, confidence, right }) => [
    `${percent(from)} to ${percent(to)}`,
    whole(rows),
    percent(confidence),
    percent(right),
  ])
  return [{ title: `Reliability of ${name}`, head: ['confidence', 'rows', 'mean confidence', 'right'], rows }]
}

const whole = (count: number) => count.toLocaleString('en')
const percent = (share: number) => (Number.isNaN(share) ? '–' : `${(100 * share).toFixed(1)} %`)
const decimal = (value: number) => (Number.isNaN(value) ? '–' : Number(value.toPrecision(4)).toString())
