import type { Socket } from 'node:net'
import { encodeFrame } from '@sepal/ensemble'
import { opcodes, serverFrame } from './raw-websocket.ts'

/** One connection of a proxy, as bytes. */
export class Wire {
  /** Resolves when the connection is closed. */
  readonly closed: Promise<void>

  constructor(private readonly socket: Socket) {
    this.closed = new Promise((resolve) => socket.once('close', () => resolve()))
  }

  get isOpen(): boolean {
    return !this.socket.destroyed
  }

  /** Resolves once there is room for more, or the other end has stopped reading. */
  async write(bytes: string | Uint8Array) {
    if (!this.isOpen || this.socket.write(bytes)) return
    await Promise.race([this.closed, new Promise((resolve) => this.socket.once('drain', resolve))])
  }

  /** Waits this long, ms, or until the connection is closed. */
  async pause(ms: number) {
    const { promise, resolve } = Promise.withResolvers<void>()
    const timer = setTimeout(resolve, ms)
    this.closed.then(resolve)
    await promise
    clearTimeout(timer)
  }

  end() {
    this.socket.end()
  }

  reset() {
    this.socket.resetAndDestroy()
  }
}

/** A received call, by socket or POST. */
export type Call = {
  wire: Wire
  rows: number
  /** its number on its connection */
  id: number
  /** Resolves when the proxy stops waiting for it. */
  givenUp: () => Promise<void>
}
/** @param classifier the name to answer with, unless it is SICK */
export type Behaviour = (call: Call, classifier?: string) => void | Promise<void>

/** Bytes of an HTTP answer, JSON unless the header lines say otherwise. */
export function httpAnswer(
  body: string | Uint8Array,
  { status = 200, lines = ['content-type: application/json'] } = {},
): Buffer {
  const length = `content-length: ${Buffer.byteLength(body)}`
  const head = [`HTTP/1.1 ${status} Whatever`, 'connection: close', length, ...lines, '', ''].join('\r\n')
  return Buffer.concat([Buffer.from(head), Buffer.from(body)])
}

/** Bytes of a message over the socket, as a classifier sends it. */
export function socketAnswer(head: unknown, numbers: ArrayLike<number> = []): Uint8Array {
  return serverFrame(
    opcodes.binary,
    encodeFrame(head, numbers.length, (place) => place.set(numbers)),
  )
}
