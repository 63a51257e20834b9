import { connect } from 'node:net'

/** An answer as it came. */
export type RawAnswer = {
  status: number
  headers: Headers
  body: string
  /** whether the server says that it closes the connection */
  isClosed: boolean
}

/** Sends text as it is, for what `fetch` does not let through. */
export function rawAnswer(address: string, text: string): Promise<RawAnswer> {
  const [host = '', port] = address.split(':')
  const socket = connect(Number(port), host)
  socket.setEncoding('latin1')
  socket.write(text)
  return new Promise<RawAnswer>((resolve, reject) => {
    let received = ''
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`the server ended the connection after ${received}`)))
    socket.on('data', (data: string) => {
      received += data
      const answer = parsed(received)
      if (answer !== undefined) resolve(answer)
    })
  }).finally(() => socket.destroy())
}

/** The same as a `Response`. */
export async function rawRequest(address: string, text: string): Promise<Response> {
  const { status, headers, body } = await rawAnswer(address, text)
  return new Response(body, { status, headers })
}

/** Nothing as long as there is more to come. */
function parsed(received: string): RawAnswer | undefined {
  const end = received.indexOf('\r\n\r\n')
  if (end < 0) return undefined
  const [status = '', ...lines] = received.slice(0, end).split('\r\n')
  const headers = new Headers(
    lines.map((line): [string, string] => {
      const colon = line.indexOf(':')
      return [line.slice(0, colon), line.slice(colon + 1).trim()]
    }),
  )
  const body = received.slice(end + 4)
  if (body.length < Number(headers.get('content-length'))) return undefined
  return {
    status: Number(status.split(' ')[1]),
    headers,
    body,
    isClosed: headers.get('connection') === 'close',
  }
}
