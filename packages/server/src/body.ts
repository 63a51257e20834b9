import { type Decode, decoderFor } from './content-coding.ts'
import { mediaType } from './media-type.ts'
import { isDeeperThan } from './nesting.ts'
import { problemError, tooLarge } from './server-problems.ts'

/**
 * Far deeper than any valid body. Validation errors repeat the value, indented: time and memory grow quadratically with
 * depth.
 */
const MAX_LEVELS = 8

/**
 * Reads a request body as JSON, compressed or not. Responds with 415 to any other media type or encoding, 413 if the
 * body exceeds `maxBytes` as sent or decoded, 400 if it does not parse or has more than one length, and 422 if it is
 * nested too deeply to validate.
 * Bun's own limit returns 413 without a body, so ours is enforced here.
 */
export function jsonBody(maxBytes: number) {
  return async ({ request }: { request: Request }): Promise<unknown> => {
    const type = request.headers.get('content-type')
    if (type !== 'application/json' && mediaType(type) !== 'application/json') {
      throw problemError(
        'unsupported-media-type',
        `content-type is ${type === null ? 'missing' : JSON.stringify(type.slice(0, 80))}, expected application/json`,
      )
    }
    const decode = decoderFor(request.headers.get('content-encoding'))
    const length = request.headers.get('content-length')
    if (length?.includes(',')) throw toldTwice(length)
    if (Number(length) > maxBytes) throw tooLarge(maxBytes)
    const body =
      length === null || decode !== undefined
        ? await parseCounted(request, maxBytes, decode)
        : await parseWhole(request, length)
    if (isDeeperThan(body, MAX_LEVELS)) {
      throw problemError(
        'invalid-request',
        `the body has more than ${MAX_LEVELS} levels of arrays and objects`,
      )
    }
    return body
  }
}

async function parseWhole(request: Request, length: string): Promise<unknown> {
  try {
    return await request.json()
  } catch (cause) {
    throw refusal(cause, Number(length) === 0)
  }
}

/** Parses a body of unknown length: sent in chunks or compressed. */
async function parseCounted(request: Request, maxBytes: number, decode?: Decode): Promise<unknown> {
  let isEmpty = true
  try {
    const bytes = await readAtMost(request, maxBytes)
    isEmpty = bytes.length === 0
    return JSON.parse(utf8.decode(decode && !isEmpty ? await decode(bytes, maxBytes) : bytes))
  } catch (cause) {
    throw refusal(cause, isEmpty)
  }
}

const utf8 = new TextDecoder()

/**
 * Turns a failure to read a body into a problem if it is not JSON or the caller has disconnected. Anything else is our
 * bug and is returned unchanged.
 */
function refusal(cause: unknown, isEmpty: boolean): unknown {
  if (cause instanceof SyntaxError) {
    return problemError('malformed-json', isEmpty ? 'the body is empty' : jsonFault(cause), { cause })
  }
  return isGone(cause) ? problemError('malformed-json', GONE, { cause }) : cause
}

/** The byte that gzip begins with, which JSON cannot have. */
const GZIP = '\u{1f}'

function jsonFault({ message }: SyntaxError): string {
  return message.includes(GZIP)
    ? 'the body is gzip, and content-encoding does not say so; a gateway may have removed it'
    : message.slice(0, 120)
}

const GONE = 'the connection was closed before the end of the body'

/** Whether the caller disconnected. */
function isGone(cause: unknown): boolean {
  return cause instanceof DOMException && cause.name === 'AbortError'
}

/** Bun refuses differing lengths, but joins equal ones, and a joined value escapes every limit. */
function toldTwice(lengths: string) {
  return problemError(
    'malformed-request',
    `content-length is given more than once: ${lengths.slice(0, 80)}`,
    {
      headers: { connection: 'close' },
    },
  )
}

/** Counts bytes as they arrive and never keeps more than the limit. */
async function readAtMost(request: Request, maxBytes: number): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > maxBytes) throw tooLarge(maxBytes)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
