import { BodyDeadline } from '../src/intake/body-deadline.ts'
import { rawRequest } from './raw-request.ts'

/** A deadline of so many ms for bodies, which passes as soon as one of them does not come at once. */
export function passedDeadline(maxMs: number): BodyDeadline {
  let ms = 0
  const now = () => {
    ms += maxMs
    return ms
  }
  return new BodyDeadline(maxMs, { now, everyMs: 1 })
}

/** The answer to a POST whose body lacks its last byte. */
export function postUnfinished(address: string, path: string, body: string): Promise<Response> {
  const head = `POST ${path} HTTP/1.1\r\nhost: ${address}\r\ncontent-type: application/json\r\n`
  return rawRequest(address, `${head}content-length: ${body.length}\r\n\r\n${body.slice(0, -1)}`)
}
