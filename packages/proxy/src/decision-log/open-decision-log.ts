import { hostname } from 'node:os'
import { fileURLToPath } from 'node:url'
import type { Manifest } from '@sepal/ensemble'
import { type Log, StartupError } from '@sepal/server'
import type { ProxyConfig } from '../config.ts'
import type { Clock } from '../core/clock.ts'
import { columnRules } from './column-rules.ts'
import { DecisionLog } from './decision-log.ts'
import { LogFiles } from './log-files.ts'
import { RecordEncoder } from './record-encoder.ts'
import { samplingOf } from './sampling.ts'

export type OpenOptions = {
  config: Pick<
    ProxyConfig,
    | 'DECISION_LOG'
    | 'DECISION_LOG_SAMPLE'
    | 'DECISION_LOG_OMIT'
    | 'DECISION_LOG_HASH'
    | 'DECISION_LOG_SALT_FILE'
    | 'DECISION_LOG_ROTATE_MB'
    | 'DECISION_LOG_ROTATE_HOURS'
    | 'DECISION_LOG_KEEP'
  >
  manifest: Manifest
  shaOf: (classifier: string) => string | undefined
  clock: Clock
  wallClock: () => number
  log: Log
}

const BYTES_PER_MB = 2 ** 20
const MS_PER_HOUR = 3_600_000

/**
 * The decision log of the options; `undefined` if there is none.
 * @throws StartupError for options that do not fit the manifest or each other
 */
export function openDecisionLog({
  config,
  manifest,
  shaOf,
  ...options
}: OpenOptions): DecisionLog | undefined {
  // Columns are checked without a log too: whoever names them believes that there is one.
  const rules = columnRules(manifest, config)
  if (config.DECISION_LOG === '') return undefined
  const { clock, wallClock, log } = options
  const host = hostname().replaceAll(/[^a-zA-Z0-9.-]/g, '-')
  const files = new LogFiles({
    path: pathIn(config.DECISION_LOG),
    maxBytes: config.DECISION_LOG_ROTATE_MB * BYTES_PER_MB,
    maxAgeMs: config.DECISION_LOG_ROTATE_HOURS * MS_PER_HOUR,
    keep: config.DECISION_LOG_KEEP,
    writer: `${host}-${process.pid}`,
    clock,
    wallClock,
    onFault: (err) => log.error({ err }, 'a file of the decision log could not be compressed or removed'),
  })
  files.adopt((writer) => isGone(writer, host))
  return new DecisionLog({
    encoder: new RecordEncoder(manifest, { rules, shaOf }),
    sink: files,
    isSampled: samplingOf(config.DECISION_LOG_SAMPLE),
    clock,
    wallClock,
    log,
  })
}

function pathIn(text: string): string {
  const expected = 'expected a file: URL that ends in .ndjson, as file:///var/log/sepal/decisions.ndjson'
  const shown = JSON.stringify(text)
  if (!text.startsWith('file:///') || !text.endsWith('.ndjson')) {
    throw new StartupError(`DECISION_LOG is ${shown}, ${expected}`)
  }
  return fileURLToPath(text)
}

/** Whether a process of this machine has ended; those of other machines are theirs. */
function isGone(writer: string, host: string): boolean {
  const pid = writer.startsWith(`${host}-`) ? Number(writer.slice(host.length + 1)) : Number.NaN
  if (!Number.isInteger(pid)) return false
  // A file from before its own first one is of a process that had the same number.
  if (pid === process.pid) return true
  try {
    process.kill(pid, 0)
    return false
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'ESRCH'
  }
}
