import { fstat } from 'node:fs'
import { stat } from 'node:fs/promises'
import { promisify } from 'node:util'
import { UsageError } from '@sepal/command-line'
import { checkNewColumns, columnsOf, openTable, type Table, TableError } from '@sepal/tabular'
import type { Options } from './arguments.ts'
import type { Format } from './format.ts'
import { bytes } from './input/bytes.ts'
import { nameOf, Source, STANDARD } from './input/source.ts'
import { type Checkpoint, CheckpointFile } from './output/checkpoint.ts'
import { openSink, type Sink } from './output/sink.ts'
import type { Ensemble } from './proxy.ts'
import type { Done } from './scoring.ts'

const fstatOf = promisify(fstat)

/** What of an ensemble shows in the files. */
type Shape = Pick<Ensemble, 'features' | 'columns'>

/** What a run reads and writes. */
export type Files = {
  source: Source
  format: Format
  output: Sink
  /** where bad lines go */
  errors: Sink | undefined
  /** missing where there is nothing to go on with, as on standard output */
  checkpoints: CheckpointFile | undefined
  /** what an earlier run has done */
  start: Done
}

/**
 * Opens the input, the output and the file of bad lines, at their beginning or where an earlier run has ended.
 * @throws ScoreError saying why it cannot begin
 */
export async function openFiles(given: Options, ensemble: Shape, stopping: AbortSignal): Promise<Files> {
  const options = { ...given, output: standardOr(given.output) }
  await checkDistinct(options)
  const source = await Source.open(options.input, stopping)
  const format = await formatOf(source, options, ensemble)
  const checkpoints = (await isKept(options.output)) ? new CheckpointFile(options.output) : undefined
  const earlier = await earlierRun(options, source, checkpoints)
  const sink = (path: string, from = 0) => openSink(path, { isGzip: path.endsWith('.gz'), from })
  const output = await sink(options.output, earlier?.outputBytes)
  const errors = options.errors === undefined ? undefined : await sink(options.errors, earlier?.errorsBytes)
  const { position, rows, badLines } = earlier ?? { position: format.table.begin, rows: 0, badLines: 0 }
  return { source, format, output, errors, checkpoints, start: { position, rows, badLines } }
}

/** Other names of standard output, which is no file to go on with. */
const STANDARD_OUTPUTS: readonly string[] = ['/dev/stdout', '/dev/fd/1', '/proc/self/fd/1']

const standardOr = (output: string) => (STANDARD_OUTPUTS.includes(output) ? STANDARD : output)

/**
 * A file may have several names, and be standard input or output as well.
 * @throws UsageError when what is read would be written to, or one file would be written twice
 */
async function checkDistinct({ input, output, errors }: Options) {
  const found = await Promise.all([identityOf(input, 0), identityOf(output, 1), identityOf(errors, 2)])
  const files = found.filter((identity) => identity !== undefined)
  if (new Set(files).size < files.length)
    throw new UsageError('input, --output and --errors are the same file, expected different ones')
}

/** What tells a file from others whatever its name; nothing of a pipe, a device, or what is not there. */
async function identityOf(path: string | undefined, descriptor: number): Promise<string | undefined> {
  if (path === undefined) return undefined
  const look = path === STANDARD ? fstatOf(descriptor) : stat(path)
  const facts = await look.catch(() => undefined)
  return facts?.isFile() ? `${facts.dev}:${facts.ino}` : undefined
}

/** What the output depends on; `--resume` needs the same. */
export function settingsOf(options: Options): string {
  const { input, errors, eachClassifier, format, columns, hasHeader, delimiter, prefix } = options
  const which = [input, errors, eachClassifier, format, [...columns], hasHeader, delimiter, prefix]
  return JSON.stringify(which.map((value) => value ?? null))
}

/** Whether it is a file, or will be one: not standard output, a pipe or a device. */
async function isKept(output: string): Promise<boolean> {
  if (output === STANDARD) return false
  const facts = await stat(output).catch(() => undefined)
  return facts === undefined || facts.isFile()
}

/** @throws UsageError when the input is no table, or does not have every feature */
async function formatOf(source: Source, options: Options, { features, columns }: Shape): Promise<Format> {
  const { input, columns: chosen, prefix } = options
  const added = columns.map((name) => prefix + name)
  try {
    const table = await tableOf(source, options, features)
    if (!options.hasHeader && table.format === 'csv') {
      return { table, features, columns: inTheirOrder(features.length, table), added }
    }
    const advice = (feature: string, column: string) =>
      `--column ${quoted(`${feature}=${column}`)} says which`
    const found = columnsOf(features, table.names, { chosen, advice })
    checkNewColumns(added, table.names, '--prefix TEXT gives the new ones other names')
    return { table, features, columns: found, added }
  } catch (cause) {
    if (!(cause instanceof TableError)) throw cause
    throw new UsageError(`${nameOf(input)}: ${cause.message}`, { cause })
  }
}

async function tableOf(source: Source, options: Options, features: Shape['features']): Promise<Table> {
  const { columns: chosen, delimiter, hasHeader, input } = options
  const format = options.format ?? formatNamed(input)
  for (;;) {
    const table = openTable(source.head, {
      // What the command line says is in the header is what the header is recognised by.
      features: features.map(({ name, unit }) => ({ name: chosen.get(name) ?? name, unit: unit ?? '' })),
      header: hasHeader ? 'present' : 'absent',
      headerAdvice: '--no-header says that it is a row',
      isWhole: source.isWhole,
      codec: bytes,
      ...(delimiter !== undefined && { delimiter }),
      ...(format !== undefined && { format }),
    })
    if (table !== undefined) return table
    await source.readMore()
  }
}

/** Without a header, the first columns are the features. */
function inTheirOrder(count: number, { names }: Table): number[] {
  if (names.length < count) {
    throw new TableError(`the first line has ${names.length} cells, expected ${count} features`)
  }
  return Array.from({ length: count }, (_, i) => i)
}

/** As a shell takes it. */
const quoted = (text: string) => (/^[\w=.-]+$/.test(text) ? text : `'${text}'`)

/** `.csv` says more than the content does, which is looked at where the name says nothing. */
function formatNamed(path: string): Options['format'] {
  if (/\.(csv|tsv)(\.gz)?$/i.test(path)) return 'csv'
  return /\.(ndjson|jsonl)(\.gz)?$/i.test(path) ? 'ndjson' : undefined
}

/** What an earlier run has left to go on with. */
async function earlierRun(
  options: Options,
  source: Source,
  checkpoints: CheckpointFile | undefined,
): Promise<Checkpoint | undefined> {
  const { input, output, resumes, isForced } = options
  const checkpoint = isForced ? undefined : await checkpoints?.read()
  if (checkpoint === undefined) return undefined
  if (!resumes) {
    throw new UsageError(
      `${output} is not finished: --resume goes on after its ${checkpoint.rows} rows, --force begins anew`,
    )
  }
  if (checkpoint.settings !== settingsOf(options)) {
    throw new UsageError(`${output} was begun with other options, expected the same with --resume`)
  }
  if (JSON.stringify(checkpoint.input) !== JSON.stringify(source.file ?? null)) {
    throw new UsageError(`${nameOf(input)} is not what it was when ${output} was begun; --force begins anew`)
  }
  return checkpoint
}
