import pino from 'pino'
import { IsoTimes } from './iso-times.ts'
import { LineBuffer } from './line-buffer.ts'

export type LogLevel = 'debug' | 'info' | 'warn' | 'error' | 'silent'
export type LogFormat = 'auto' | 'json' | 'text'

/** `requestId` and `method` need no JSON escaping; `ms` is the time to the response. */
export type RequestLine = {
  requestId: string
  method: string
  path: string
  status: number
  ms: number
  /** the name of the caller's key, which needs no escaping either */
  key?: string | undefined
  /** why the request failed */
  code?: string | undefined
  detail?: string | undefined
  /** of the trace that it belongs to, if it is traced */
  traceId?: string | undefined
  spanId?: string | undefined
}

/** Writes one line per event; `flush` writes buffered lines at once. */
export type Log = {
  debug(fields: object, message: string): void
  info(fields: object, message: string): void
  warn(fields: object, message: string): void
  error(fields: object, message: string): void
  /** The line that is written for every request, at the level that its status asks for. */
  request(line: RequestLine): void
  /** A new log, whose lines have these fields too. */
  with(fields: object): Log
  flush(): Promise<void>
}

/**
 * A 500 is a fault of the server, and any other 5xx is an answer that a caller did not get: both are of interest where
 * answered requests are not. There is a line for each, however many: each has the ID of a request, which its caller may
 * ask about, and all of them are fewer than what `info` writes while all is well.
 */
function levelOf(status: number): 'info' | 'warn' | 'error' {
  if (status < 500) return 'info'
  return status === 500 ? 'error' : 'warn'
}

/** More readable than pino's number. */
const formatters = { level: (level: string) => ({ level }) }

/** Writes lines to standard output, as JSON or text, each with the name of the process. */
export async function createLog(options: { name: string; level: LogLevel; format: LogFormat }): Promise<Log> {
  const text = options.format === 'text' || (options.format === 'auto' && process.stdout.isTTY)
  const base = { name: options.name }
  if (text) {
    // Only for people: a server that writes JSON starts without it.
    const { default: pretty } = await import('pino-pretty')
    const stream = pretty({
      ignore: 'pid,hostname,name',
      translateTime: 'SYS:HH:MM:ss.l',
      singleLine: true,
      sync: true,
    })
    return logOf(pino({ level: options.level, base }, stream), async () => {})
  }
  const lines = new LineBuffer(Bun.stdout.writer())
  const logger = pino(
    { level: options.level, base, timestamp: pino.stdTimeFunctions.isoTime, formatters },
    lines,
  )
  const isWritten = {
    info: logger.isLevelEnabled('info'),
    warn: logger.isLevelEnabled('warn'),
    error: logger.isLevelEnabled('error'),
  }
  return Object.assign(
    logOf(logger, () => lines.flush()),
    {
      request: (line: RequestLine) => {
        if (isWritten[levelOf(line.status)]) lines.write(requestJson(options.name, line))
      },
    },
  )
}

function logOf(logger: pino.Logger, flush: () => Promise<void>): Log {
  return Object.assign(logger, {
    request: (line: RequestLine) =>
      logger[levelOf(line.status)]({ ...line, ms: microseconds(line.ms) }, 'request'),
    with: (fields: object) => logOf(logger.child(fields), flush),
    flush,
  })
}

/** For tests, and for code that must not write. */
export const silentLog: Log = {
  debug() {},
  info() {},
  warn() {},
  error() {},
  request() {},
  with: () => ({ ...silentLog }),
  async flush() {},
}

const times = new IsoTimes()

/**
 * The same line as the logger's, formatted by hand: the logger took ten times as long, and there is one per request.
 */
function requestJson(name: string, line: RequestLine): string {
  const { requestId, method, path, status, ms, key, code, detail, traceId, spanId } = line
  const where = `"method":"${method}","path":${JSON.stringify(path)}`
  const who = key === undefined ? '' : `"key":"${key}",`
  const why = code === undefined ? '' : `${JSON.stringify({ code, detail }).slice(1, -1)},`
  const trace = traceId === undefined ? '' : `"traceId":"${traceId}","spanId":"${spanId}",`
  return `{"level":"${levelOf(status)}","time":"${times.of(Date.now())}","name":"${name}","requestId":"${requestId}",${where},"status":${status},"ms":${microseconds(ms)},${who}${why}${trace}"msg":"request"}\n`
}

/** Milliseconds to three decimals. */
export function microseconds(ms: number): number {
  return Math.round(ms * 1000) / 1000
}
