import { connect } from 'node:net'

/** Sends text as it is, for what `fetch` does not let through. Resolves with an answer that has a JSON body. */
export function rawRequest(address: string, text: string): Promise<Response> {
  const [host = '', port] = address.split(':')
  const socket = connect(Number(port), host)
  socket.setEncoding('utf8')
  socket.write(text)
  return new Promise<Response>((resolve, reject) => {
    let answer = ''
    socket.on('error', reject)
    socket.on('close', () => reject(new Error(`the server ended the connection after ${answer}`)))
    socket.on('data', (data: string) => {
      answer += data
      if (answer.endsWith('}')) resolve(parsed(answer))
    })
  }).finally(() => socket.destroy())
}

function parsed(answer: string): Response {
  const [head = '', body] = answer.split('\r\n\r\n')
  const [status = '', ...lines] = head.split('\r\n')
  const headers = lines.map((line): [string, string] => {
    const colon = line.indexOf(':')
    return [line.slice(0, colon), line.slice(colon + 1).trim()]
  })
  return new Response(body, { status: Number(status.split(' ')[1]), headers })
}
