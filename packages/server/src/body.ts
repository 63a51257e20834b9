import { type Decode, decoderFor } from './content-coding.ts'
import { mediaType } from './media-type.ts'
import { isDeeperThan } from './nesting.ts'
import { problemError, tooLarge } from './server-problems.ts'

/** Far more than any body of ours has. What refuses a value repeats it, indented: time and space grow with the square. */
const MAX_LEVELS = 8

/**
 * Reads a request's body as JSON, compressed or not: 415 for any other media type or coding, 413 beyond `maxBytes`, of
 * what is sent and of what that decodes to, 400 when it does not parse or tells its length twice, 422 when it is nested
 * too deeply to be looked at.
 * Bun's own limit answers 413 with no body, so the limit is kept here.
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

/** A body that does not tell how many bytes there will be, because it is sent in chunks or compressed. */
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

/** Why a body cannot be read: it is not JSON, or its caller has left. Anything else is a fault of ours, and stays one. */
function refusal(cause: unknown, isEmpty: boolean): unknown {
  if (cause instanceof SyntaxError) {
    return problemError('malformed-json', isEmpty ? 'the body is empty' : cause.message.slice(0, 120), {
      cause,
    })
  }
  if (cause instanceof DOMException && cause.name === 'AbortError') {
    return problemError('malformed-json', 'the connection was closed before the end of the body', {
      cause,
    })
  }
  return cause
}

/** Bun refuses lengths that differ. The same one twice it joins, and what is no number is beyond no limit. */
function toldTwice(lengths: string) {
  return problemError('malformed-request', `content-length is told more than once: ${lengths.slice(0, 80)}`, {
    headers: { connection: 'close' },
  })
}

/** The bytes are counted as they come, and no more is kept than allowed. */
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
