import { mediaType } from './media-type.ts'
import { isDeeperThan } from './nesting.ts'
import { ProblemError } from './problem.ts'

/** Far more than any body of ours has. What refuses a value repeats it, indented: time and space grow with the square. */
const MAX_LEVELS = 8

/**
 * Reads a request's body as JSON: 415 for any other media type, 413 beyond `maxBytes`, 400 when it does not parse or
 * tells its length twice, 422 when it is nested too deeply to be looked at.
 * Bun's own limit answers 413 with no body, so the limit is kept here.
 */
export function jsonBody(maxBytes: number) {
  return async ({ request }: { request: Request }): Promise<unknown> => {
    const type = request.headers.get('content-type')
    if (type !== 'application/json' && mediaType(type) !== 'application/json') {
      throw new ProblemError(
        'unsupported-media-type',
        `content-type is ${type === null ? 'missing' : JSON.stringify(type.slice(0, 80))}, expected application/json`,
      )
    }
    const length = request.headers.get('content-length')
    if (length?.includes(',')) throw toldTwice(length)
    if (Number(length) > maxBytes) throw tooLarge(maxBytes)
    const body = length === null ? await parseChunked(request, maxBytes) : await parseWhole(request, length)
    if (isDeeperThan(body, MAX_LEVELS)) {
      throw new ProblemError(
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

async function parseChunked(request: Request, maxBytes: number): Promise<unknown> {
  let text = ''
  try {
    text = await readAtMost(request, maxBytes)
    return JSON.parse(text)
  } catch (cause) {
    throw refusal(cause, text === '')
  }
}

/** Why a body cannot be read: it is not JSON, or its caller has left. Anything else is a fault of ours, and stays one. */
function refusal(cause: unknown, isEmpty: boolean): unknown {
  if (cause instanceof SyntaxError) {
    return new ProblemError('malformed-json', isEmpty ? 'the body is empty' : cause.message.slice(0, 120), {
      cause,
    })
  }
  if (cause instanceof DOMException && cause.name === 'AbortError') {
    return new ProblemError('malformed-json', 'the connection was closed before the end of the body', {
      cause,
    })
  }
  return cause
}

/** Bun refuses lengths that differ. The same one twice it joins, and what is no number is beyond no limit. */
function toldTwice(lengths: string) {
  return new ProblemError(
    'malformed-request',
    `content-length is told more than once: ${lengths.slice(0, 80)}`,
    {
      headers: { connection: 'close' },
    },
  )
}

function tooLarge(maxBytes: number) {
  return new ProblemError('body-too-large', `the body has more than ${maxBytes} bytes`)
}

/** A chunked body does not tell its length: it is counted as it comes, and no more is kept than allowed. */
async function readAtMost(request: Request, maxBytes: number): Promise<string> {
  if (request.body === null) return ''
  const decoder = new TextDecoder()
  let text = ''
  let bytes = 0
  for await (const chunk of request.body) {
    bytes += chunk.byteLength
    if (bytes > maxBytes) throw tooLarge(maxBytes)
    text += decoder.decode(chunk, { stream: true })
  }
  return text + decoder.decode()
}
