import { type Decode, decoderFor } from './content-coding.ts'
import { discard } from './intake/discard.ts'
import { type Hold, Intake } from './intake/intake.ts'
import { mediaType } from './media-type.ts'
import { isDeeperThan } from './nesting.ts'
import { ProblemError } from './problem.ts'
import { problemError, tooLarge } from './server-problems.ts'

/**
 * Far deeper than any valid body. Validation errors repeat the value, indented: time and memory grow quadratically with
 * depth.
 */
const MAX_LEVELS = 8

/**
 * Reads a request body as JSON, compressed or not. Responds with 415 to any other media type or encoding, 413 if the
 * body exceeds `maxBytes` as sent or decoded, 400 if it does not parse or has more than one length, and 422 if it is
 * nested too deeply to validate; and as the intake says, with 408 if it arrives too slowly or 503 if there is no memory for it.
 * Bun's own limit returns 413 without a body, so ours is enforced here.
 */
export function jsonBody(maxBytes: number, intake = new Intake()) {
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
    let body: unknown
    try {
      body =
        length === null || decode !== undefined
          ? await parseCounted(request, { maxBytes, intake, decode })
          : await intake.json(request, Number(length))
    } catch (cause) {
      throw refusal(cause, length === '0')
    }
    if (isDeeperThan(body, MAX_LEVELS)) {
      throw problemError(
        'invalid-request',
        `the body has more than ${MAX_LEVELS} levels of arrays and objects`,
      )
    }
    return body
  }
}

/** JSON rarely becomes larger than this many times what it was compressed to. */
const USUAL_EXPANSION = 32

type Counted = { maxBytes: number; intake: Intake; decode?: Decode | undefined }

/** Parses a body of unknown length: sent in chunks or compressed. */
async function parseCounted(request: Request, { maxBytes, intake, decode }: Counted): Promise<unknown> {
  const hold = intake.hold(request)
  let isEmpty = true
  try {
    const bytes = await intake.inTime(readAtMost(request, maxBytes, hold))
    isEmpty = bytes.length === 0
    if (decode === undefined || isEmpty) return hold.parse(bytes)
    return hold.parse(await decoded(bytes, decode, { maxBytes, hold }))
  } catch (cause) {
    throw refusal(cause, isEmpty)
  }
}

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

/** Makes room for as much as is usual first: few bodies need the room for the largest that is accepted. */
async function decoded(
  bytes: Uint8Array,
  decode: Decode,
  { maxBytes, hold }: { maxBytes: number; hold: Hold },
) {
  const usual = Math.min(maxBytes, bytes.length * USUAL_EXPANSION)
  hold.take(usual)
  try {
    const body = await decode(bytes, usual)
    discard(bytes)
    return body
  } catch (cause) {
    const isLarger = cause instanceof ProblemError && cause.code === 'body-too-large'
    if (!isLarger || usual === maxBytes) throw cause
  }
  hold.take(maxBytes - usual)
  return decode(bytes, maxBytes)
}

/** Counts bytes as they arrive and never keeps more than the limit. */
async function readAtMost(request: Request, maxBytes: number, hold: Hold): Promise<Uint8Array<ArrayBuffer>> {
  const chunks: Uint8Array[] = []
  let length = 0
  for await (const chunk of request.body ?? []) {
    length += chunk.byteLength
    if (length > maxBytes) throw tooLarge(maxBytes)
    hold.take(chunk.byteLength)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}
