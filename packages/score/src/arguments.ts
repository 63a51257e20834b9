import { resolve } from 'node:path'
import {
  Command,
  choice,
  flag,
  keyFile,
  keyIn,
  list,
  type Parsed,
  text,
  UsageError,
  value,
  wholeNumber,
} from '@sepal/command-line'
import { STANDARD } from './input/source.ts'

export const scoreCommand = new Command({
  name: 'score',
  invocation: 'sepal score',
  summary: 'Scores the rows of a file through a running proxy (sepal start).',
  operands: {
    placeholder: 'FILE',
    help: 'CSV, NDJSON or a JSON array, may be gzipped; default: standard input, as with -',
    max: 1,
    parse: (given) => notEmpty('FILE', given),
  },
  options: {
    output: text({
      placeholder: 'FILE',
      short: 'o',
      help: 'where the scored rows go, gzipped as *.gz; - is standard output',
      default: STANDARD,
      defaultText: 'standard output',
    }),
    url: text({ placeholder: 'URL', help: 'the proxy', default: 'http://127.0.0.1:9000' }),
    keyFile,
    eachClassifier: flag({
      help: "add columns of each classifier's answers instead of the decision's",
    }),
    format: choice({
      placeholder: 'FORMAT',
      help: 'csv or ndjson',
      of: ['csv', 'ndjson'],
      defaultText: "by the file's name, else by its first character",
    }),
    column: list({
      placeholder: 'FEATURE=COLUMN',
      help: 'the column that holds a feature, where the names differ; may be repeated',
      parse: parseColumn,
    }),
    noHeader: flag({ help: 'the CSV has no header: its first columns are the features, in order' }),
    delimiter: value({
      placeholder: 'CHARACTER',
      help: 'what separates the columns; \\t is a tab',
      defaultText: 'comma, semicolon, tab or bar, by the header',
      parse: parseDelimiter,
    }),
    prefix: text({
      placeholder: 'TEXT',
      help: 'put before the names of the new columns',
      default: '',
      defaultText: 'nothing',
      allowEmpty: true,
    }),
    errors: text({
      placeholder: 'FILE',
      help: 'where bad lines go, each with its number and what is wrong with it',
    }),
    strict: flag({ help: 'stop at the first bad line' }),
    resume: flag({ help: 'continue an unfinished output' }),
    force: flag({ help: 'start over even if there is an unfinished output' }),
    rows: wholeNumber({ placeholder: 'N', help: 'rows per request', min: 1, max: 131_072, default: 4096 }),
    requests: wholeNumber({
      placeholder: 'N',
      help: 'requests in flight at once',
      min: 1,
      max: 64,
      default: 4,
    }),
    timeout: wholeNumber({
      placeholder: 'SECONDS',
      help: 'how long one request may take',
      min: 1,
      max: 3600,
      default: 30,
    }),
  },
  examples: [
    ['in.csv -o out.csv', 'score a file'],
    ['in.csv -o out.csv --resume', 'continue after an interruption'],
    ['< in.ndjson > out.ndjson', 'score a stream'],
  ],
  exitCodes: ['ok', 'failed', 'usage', 'incomplete', 'interrupted', 'brokenPipe'],
})

/** What to score, and how. */
export type Options = {
  input: string
  output: string
  url: string
  /** what the proxy wants to be shown, if anything */
  key: string | undefined
  eachClassifier: boolean
  format: 'csv' | 'ndjson' | undefined
  columns: ReadonlyMap<string, string>
  hasHeader: boolean
  delimiter: string | undefined
  prefix: string
  errors: string | undefined
  isStrict: boolean
  resumes: boolean
  isForced: boolean
  rows: number
  requests: number
  timeoutMs: number
}

/** @throws UsageError for options that contradict each other */
export function optionsOf(given: Parsed<typeof scoreCommand>): Options {
  const {
    operands,
    column,
    noHeader,
    strict,
    resume,
    force,
    timeout,
    format,
    delimiter,
    errors,
    keyFile,
    ...same
  } = given
  const [input = STANDARD] = operands
  const options = {
    ...same,
    key: keyIn(keyFile),
    input,
    format,
    delimiter,
    errors,
    columns: new Map(column),
    hasHeader: !noHeader,
    isStrict: strict,
    resumes: resume,
    isForced: force,
    timeoutMs: timeout * 1000,
  }
  checkFiles(options)
  return options
}

function checkFiles({ input, output, errors, resumes, isForced }: Options) {
  if (resumes && output === STANDARD) {
    throw new UsageError('--resume needs --output FILE: it cannot know what went to standard output')
  }
  if (resumes && isForced) {
    throw new UsageError('--resume continues and --force starts over, expected only one of them')
  }
  const files = [input, output, errors].flatMap((file) =>
    file === undefined || file === STANDARD ? [] : [resolve(file)],
  )
  if (new Set(files).size < files.length)
    throw new UsageError('input, --output and --errors must be different files')
  if (errors === STANDARD) throw new UsageError('--errors is "-", expected a file')
}

function parseDelimiter(given: string): string {
  const delimiter = given === '\\t' ? '\t' : given
  if (/^[^"\r\n\w.+-]$/.test(delimiter)) return delimiter
  throw new UsageError(
    `--delimiter is ${JSON.stringify(given)}, expected one character that is no part of a number or a quote`,
  )
}

function parseColumn(given: string): [feature: string, column: string] {
  const at = given.indexOf('=')
  if (at > 0 && at < given.length - 1) return [given.slice(0, at), given.slice(at + 1)]
  throw new UsageError(`--column is ${JSON.stringify(given)}, expected FEATURE=COLUMN`)
}

function notEmpty(name: string, given: string): string {
  if (given !== '') return given
  throw new UsageError(`${name} is empty, expected a file, or - for standard input`)
}
