import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { STANDARD } from './input/source.ts'
import { UsageError } from './score-error.ts'

export const USAGE = `Scores the rows of a file through a running proxy (bun start).

Usage: bun run score [FILE] [options]

  FILE                     CSV or NDJSON, may be gzipped; none or - is standard input
  -o, --output FILE        where the scored rows go, gzipped as *.gz; none or - is standard output
  --url URL                the proxy (default http://127.0.0.1:9000)
  --each-classifier        a column with each classifier's probability, instead of label and proba

  --format FORMAT          csv or ndjson (default: by the file's name, else by its first character)
  --column FEATURE=COLUMN  which column a feature is in, where their names are not alike; repeat for others
  --no-header              the CSV has no header: its first columns are the features, in their order
  --delimiter CHARACTER    what separates the columns (default: comma, semicolon, tab or bar, by the header)
  --prefix TEXT            before the names of the new columns

  --errors FILE            where bad lines go, with their numbers and what is wrong with them
  --strict                 stop at the first bad line
  --resume                 go on where an unfinished output ends
  --force                  begin anew although there is an unfinished output

  --rows N                 rows in one request (default 4096)
  --requests N             requests under way at once (default 4)
  --timeout SECONDS        how long one request may take (default 30)
  -h, --help               print this

Exit codes: 0 every row is scored, 3 all but bad lines, 1 it could not go on, 2 wrong arguments, 130 Ctrl-C.
`

/** What the command line says. */
export type Arguments = Options & { help: boolean }

/** What to score, and how. */
export type Options = {
  input: string
  output: string
  url: string
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

const MOST_ROWS = 131_072
const MOST_REQUESTS = 64
const MOST_SECONDS = 3600

/**
 * Reads the command line.
 * @throws UsageError naming the option, what it got and what is expected
 */
export function parseArguments(argv: readonly string[]): Arguments {
  const { values, positionals } = readOptions(argv)
  const [input = STANDARD, ...others] = positionals
  if (others.length > 0) throw new UsageError(`one file is scored at a time, not ${positionals.join(', ')}`)
  const parsed: Arguments = {
    help: values.help ?? false,
    input: notEmpty('FILE', input),
    output: notEmpty('--output', values.output ?? STANDARD),
    url: values.url ?? 'http://127.0.0.1:9000',
    eachClassifier: values['each-classifier'] ?? false,
    format: formatOf(values.format),
    columns: new Map((values.column ?? []).map(parseColumn)),
    hasHeader: !(values['no-header'] ?? false),
    delimiter: delimiterOf(values.delimiter),
    prefix: values.prefix ?? '',
    errors: values.errors === undefined ? undefined : notEmpty('--errors', values.errors),
    isStrict: values.strict ?? false,
    resumes: values.resume ?? false,
    isForced: values.force ?? false,
    rows: wholeNumber('--rows', values.rows ?? '4096', MOST_ROWS),
    requests: wholeNumber('--requests', values.requests ?? '4', MOST_REQUESTS),
    timeoutMs: wholeNumber('--timeout', values.timeout ?? '30', MOST_SECONDS) * 1000,
  }
  checkFiles(parsed)
  return parsed
}

function checkFiles({ input, output, errors, resumes, isForced }: Options) {
  if (resumes && output === STANDARD) {
    throw new UsageError('--resume needs --output FILE: what went to standard output is not known any more')
  }
  if (resumes && isForced)
    throw new UsageError('--resume goes on and --force begins anew, expected one of them')
  const files = [input, output, errors].flatMap((file) =>
    file === undefined || file === STANDARD ? [] : [resolve(file)],
  )
  if (new Set(files).size < files.length)
    throw new UsageError('input, --output and --errors must be different files')
  if (errors === STANDARD) throw new UsageError('--errors is "-", expected a file')
}

function readOptions(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      allowPositionals: true,
      options: {
        output: { type: 'string', short: 'o' },
        url: { type: 'string' },
        'each-classifier': { type: 'boolean' },
        format: { type: 'string' },
        column: { type: 'string', multiple: true },
        'no-header': { type: 'boolean' },
        delimiter: { type: 'string' },
        prefix: { type: 'string' },
        errors: { type: 'string' },
        strict: { type: 'boolean' },
        resume: { type: 'boolean' },
        force: { type: 'boolean' },
        rows: { type: 'string' },
        requests: { type: 'string' },
        timeout: { type: 'string' },
        help: { type: 'boolean', short: 'h' },
      },
    })
  } catch (cause) {
    // Node's message goes on with advice over several lines; its first sentence names the option.
    const [first] = cause instanceof Error ? cause.message.split(/\.?(?:\n|$)|\. /) : []
    const problem = first ?? 'the arguments cannot be read'
    throw new UsageError(`${problem}, expected the options that --help lists`, { cause })
  }
}

function formatOf(text: string | undefined): Options['format'] {
  if (text === undefined || text === 'csv' || text === 'ndjson') return text
  throw new UsageError(`--format is ${JSON.stringify(text)}, expected csv or ndjson`)
}

function delimiterOf(text: string | undefined): string | undefined {
  const delimiter = text === '\\t' ? '\t' : text
  if (delimiter === undefined || /^[^"\r\n\w.+-]$/.test(delimiter)) return delimiter
  throw new UsageError(
    `--delimiter is ${JSON.stringify(text)}, expected one character that is no part of a number or a quote`,
  )
}

function parseColumn(text: string): [feature: string, column: string] {
  const at = text.indexOf('=')
  if (at > 0 && at < text.length - 1) return [text.slice(0, at), text.slice(at + 1)]
  throw new UsageError(`--column is ${JSON.stringify(text)}, expected FEATURE=COLUMN`)
}

function wholeNumber(option: string, text: string, most: number): number {
  const value = /^\d{1,9}$/.test(text) ? Number(text) : 0
  if (value >= 1 && value <= most) return value
  throw new UsageError(`${option} is ${JSON.stringify(text)}, expected a whole number from 1 to ${most}`)
}

function notEmpty(option: string, text: string): string {
  if (text !== '') return text
  throw new UsageError(`${option} is "", expected a file, or - for standard input or output`)
}
