import { createHash } from 'node:crypto'

/** RFC 6455, 1.3 */
const GUID = '258EAFA5-E914-47DA-95CA-C5AB0DC85B11'

/** The opcode of a frame (RFC 6455, 5.2). */
export const opcodes = { more: 0, text: 1, binary: 2, close: 8, ping: 9, pong: 10 } as const

/** The answer to a request for an upgrade, with further header lines. */
export function handshakeOf(head: string, lines: readonly string[] = []): string {
  const key = /^sec-websocket-key: *(\S+)/im.exec(head)?.[1] ?? ''
  const accept = createHash('sha1').update(`${key}${GUID}`).digest('base64')
  const fixed = ['Upgrade: websocket', 'Connection: Upgrade', `Sec-WebSocket-Accept: ${accept}`]
  return ['HTTP/1.1 101 Switching Protocols', ...fixed, ...lines, '', ''].join('\r\n')
}

export type FrameOptions = {
  /** whether it is the last one of its message */
  isLast?: boolean
  isCompressed?: boolean
  /** payload length in its header, if not the real one */
  promised?: number
}

/** A frame as servers send it. */
export function serverFrame(
  opcode: number,
  payload: Uint8Array,
  { isLast = true, isCompressed = false, promised = payload.length }: FrameOptions = {},
): Uint8Array {
  // Longer messages could have two length bytes; pings and pongs must be short.
  const isShort = promised < 126
  const start = isShort ? 2 : 10
  const frame = new Uint8Array(start + payload.length)
  frame[0] = (isLast ? 0x80 : 0) | (isCompressed ? 0x40 : 0) | opcode
  frame[1] = isShort ? promised : 127
  if (!isShort) new DataView(frame.buffer).setBigUint64(2, BigInt(promised))
  frame.set(payload, start)
  return frame
}

export type ClientFrame = { opcode: number; payload: Uint8Array<ArrayBuffer> }

/** Takes the first frame from a client's bytes, whose frames are all masked; `undefined` while it is incomplete. */
export function takeClientFrame(bytes: Buffer): { frame: ClientFrame; rest: Buffer } | undefined {
  const short = (bytes[1] ?? 0) & 0x7f
  const lengthBytes = short === 127 ? 8 : short === 126 ? 2 : 0
  const start = 2 + lengthBytes + 4
  if (bytes.length < start) return undefined
  const length =
    lengthBytes === 8 ? Number(bytes.readBigUInt64BE(2)) : lengthBytes === 2 ? bytes.readUInt16BE(2) : short
  if (bytes.length < start + length) return undefined
  const mask = bytes.subarray(start - 4, start)
  const payload = Uint8Array.from(
    bytes.subarray(start, start + length),
    (byte, i) => byte ^ (mask[i % 4] ?? 0),
  )
  return { frame: { opcode: (bytes[0] ?? 0) & 0x0f, payload }, rest: bytes.subarray(start + length) }
}
