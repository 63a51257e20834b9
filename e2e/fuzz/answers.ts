/** An HTTP answer as received over a connection. */
export type Answer = { status: number; headers: Headers; body: string }

/** Reads answers from a connection's bytes. */
type Read = { answer: Answer; rest: string } | 'incomplete' | 'broken'

/** Takes bytes (latin1) as they arrive, and returns the answers that are complete. */
export class AnswerReader {
  #rest = ''
  /** something that is not HTTP arrived */
  isBroken = false

  /** @param areHeads which of the expected answers are to a HEAD, and so have no body */
  take(bytes: string, areHeads: readonly boolean[] = []): Answer[] {
    this.#rest += bytes
    const answers: Answer[] = []
    while (!this.isBroken && this.#rest !== '') {
      const read = readAnswer(this.#rest, areHeads[answers.length] ?? false)
      if (read === 'incomplete') break
      if (read === 'broken') {
        this.isBroken = true
        break
      }
      this.#rest = read.rest
      // The real answer follows an interim one, as to `Expect: 100-continue`.
      if (read.answer.status >= 200 || read.answer.status === 101) answers.push(read.answer)
    }
    return answers
  }

  /** Whether part of an answer has arrived. */
  get hasPart(): boolean {
    return this.#rest !== ''
  }
}

const STATUS_LINE = /^HTTP\/1\.[01] (\d{3})(?: [^\r\n]*)?$/

function readAnswer(text: string, isHead: boolean): Read {
  const end = text.indexOf('\r\n\r\n')
  if (end === -1) return text.startsWith('HTTP/1.'.slice(0, text.length)) ? 'incomplete' : 'broken'
  const [statusLine = '', ...lines] = text.slice(0, end).split('\r\n')
  const status = Number(STATUS_LINE.exec(statusLine)?.[1])
  if (Number.isNaN(status)) return 'broken'
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    }),
  )
  const rest = text.slice(end + 4)
  const hasNoBody = isHead || status < 200 || status === 204 || status === 304
  if (hasNoBody) return { answer: { status, headers, body: '' }, rest }
  if (headers.get('transfer-encoding') === 'chunked') {
    const read = readChunks(rest)
    return typeof read === 'string' ? read : { answer: { status, headers, body: read.body }, rest: read.rest }
  }
  const length = Number(headers.get('content-length') ?? 0)
  if (rest.length < length) return 'incomplete'
  return { answer: { status, headers, body: rest.slice(0, length) }, rest: rest.slice(length) }
}

function readChunks(text: string): { body: string; rest: string } | 'incomplete' | 'broken' {
  let body = ''
  for (let at = 0; ; ) {
    const end = text.indexOf('\r\n', at)
    if (end === -1) return 'incomplete'
    const size = /^[0-9a-f]+$/i.test(text.slice(at, end))
      ? Number.parseInt(text.slice(at, end), 16)
      : Number.NaN
    if (Number.isNaN(size)) return 'broken'
    const from = end + 2
    if (text.length < from + size + 2) return 'incomplete'
    if (text.slice(from + size, from + size + 2) !== '\r\n') return 'broken'
    if (size === 0) return { body, rest: text.slice(from + 2) }
    body += text.slice(from, from + size)
    at = from + size + 2
  }
}
