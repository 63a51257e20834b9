import { writeFile } from 'node:fs/promises'
import { Command, EXIT, type Parsed, SIGNAL_EXIT, text, UsageError, value } from '@sepal/command-line'
import { loadManifest, ManifestError } from '@sepal/ensemble'
import { loadModelCards } from '@sepal/proxy/model-cards'
import { type LogFile, linesOf, logFiles } from './input/lines.ts'
import { htmlReport } from './output/html.ts'
import { terminalReport } from './output/terminal.ts'
import { ProgressLine } from './progress.ts'
import { ReportError } from './report-error.ts'
import { Study, type StudyOptions } from './study.ts'
import { TrainingCount } from './training-count.ts'

const MAX_FILES = 10_000

export const reportCommand = new Command({
  name: 'report',
  invocation: 'sepal report',
  summary: 'Compares the decisions in a log with what turned out to be right.',
  operands: {
    placeholder: 'FILE',
    help: 'a file of the decision log, compressed or not, or a folder of them',
    max: MAX_FILES,
    isRequired: true,
    parse: (given: string) => given,
  },
  options: {
    since: value({
      placeholder: 'DATE',
      help: 'compare rows from this date or time on with those before, for drift; UTC, as 2026-01-31',
      parse: timeIn,
    }),
    models: text({
      placeholder: 'DIR',
      help: 'compare rows with training, by the model cards in DIR, the folder with ensemble.json',
    }),
    html: text({
      placeholder: 'FILE',
      help: 'also write the report to FILE, as one page that loads nothing',
    }),
  },
  notes: [
    'The log is read twice, as a stream. Memory grows with the feedback, about 200 bytes each, not with the decisions.',
    'Exits with 3 when lines are left out that are no records.',
  ],
  examples: [
    ['/var/log/sepal', 'all that is in a folder'],
    ['/var/log/sepal --since 2026-01-31 --html report.html', 'with drift since a date, and as a page'],
    ['/var/log/sepal --models models', 'with drift since training'],
    ['decisions.*.ndjson.gz', 'some files'],
  ],
  exitCodes: ['ok', 'failed', 'usage', 'incomplete', 'interrupted', 'terminated'],
})

/** Reads the log, prints the report and writes the page. */
export async function runReport({
  operands,
  since,
  models,
  html,
}: Parsed<typeof reportCommand>): Promise<number> {
  const stopping = new AbortController()
  let stoppedWith: number = EXIT.interrupted
  const stop = (signal: 'SIGINT' | 'SIGTERM') => () => {
    stoppedWith = SIGNAL_EXIT[signal]
    stopping.abort()
  }
  const [onInterrupt, onTerm] = [stop('SIGINT'), stop('SIGTERM')]
  process.once('SIGINT', onInterrupt).once('SIGTERM', onTerm)
  try {
    const files = await logFiles(operands)
    const training = models === undefined ? undefined : await trainingIn(models)
    const study = await studyOf(files, { since, training }, stopping.signal)
    const findings = study.findings(files.length)
    process.stdout.write(terminalReport(findings))
    if (html !== undefined) await writePage(html, htmlReport(findings))
    return findings.malformed > 0 ? EXIT.incomplete : EXIT.ok
  } catch (error) {
    if (stopping.signal.aborted) return stoppedWith
    throw error
  } finally {
    process.off('SIGINT', onInterrupt).off('SIGTERM', onTerm)
  }
}

async function studyOf(
  files: readonly LogFile[],
  options: StudyOptions,
  signal: AbortSignal,
): Promise<Study> {
  const study = new Study(options)
  const total = 2 * files.reduce((sum, { bytes }) => sum + bytes, 0)
  const progress = new ProgressLine(process.stderr, () => performance.now(), total)
  try {
    for (const take of ['learn', 'add'] as const) {
      for (const file of files) {
        for await (const line of linesOf(file, { onBytes: progress.read, signal })) study[take](line)
      }
    }
  } finally {
    progress.clear()
  }
  return study
}

async function trainingIn(folder: string): Promise<TrainingCount> {
  try {
    const manifest = await loadManifest(folder)
    return new TrainingCount(manifest, await loadModelCards(folder, manifest))
  } catch (cause) {
    if (cause instanceof ManifestError) throw new ReportError(cause.message, { cause })
    throw cause
  }
}

async function writePage(path: string, page: string) {
  await writeFile(path, page).catch((cause) => {
    throw new ReportError(`${path} cannot be written`, { cause })
  })
}

/** @returns ms since 1970 */
function timeIn(given: string, option: string): number {
  const isTime = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d)?)?$/.test(given)
  // Without a zone, a date is UTC for Date.parse and a time is not.
  const hasZone = /(Z|T.*[+-]\d\d:\d\d)$/.test(given)
  const time = isTime ? Date.parse(hasZone || !given.includes('T') ? given : `${given}Z`) : Number.NaN
  if (!Number.isNaN(time)) return time
  throw new UsageError(
    `${option} is ${JSON.stringify(given)}, expected a date as 2026-01-31 or a time as 2026-01-31T12:00`,
  )
}
