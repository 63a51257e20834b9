import type { Numbers } from './numbers.ts'

/**
 * A message between proxy and classifier: a JSON header and numbers, in one piece of memory.
 *
 * Layout, little endian: uint32 length of the header, the header as UTF-8 padded with spaces, then the numbers:
 * float32, or float64 if the header says `"dtype":"float64"`. They are aligned to their own size, so that both ends
 * read them in place. `H` is the header's type: it travels with the frame's type from the service definition to the
 * client.
 */
export type Frame<H> = Uint8Array<ArrayBuffer> & { readonly [header]?: H }
declare const header: unique symbol

const PREFIX_BYTES = 4
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Writes a frame with room for `count` numbers, which `fill` writes in place. */
export function encodeFrame<H>(head: H, count: number, fill: (numbers: Numbers) => void): Frame<H> {
  const text = encoder.encode(JSON.stringify(head))
  const size = sizeOf(head)
  const start = Math.ceil((PREFIX_BYTES + text.length) / size) * size
  const buffer = new ArrayBuffer(start + size * count)
  new DataView(buffer).setUint32(0, start - PREFIX_BYTES, true)
  const bytes = new Uint8Array(buffer)
  bytes.fill(0x20, PREFIX_BYTES, start)
  bytes.set(text, PREFIX_BYTES)
  if (count > 0) fill(numbersAt(buffer, start, size))
  return bytes
}

/**
 * Reads a frame's header and a view of its numbers. The header has the type that the sender's schema promises:
 * whoever does not trust the sender checks it.
 * @throws RangeError or SyntaxError when the bytes are not a frame
 */
export function decodeFrame<H>(frame: Frame<H>): { head: H; numbers: Numbers } {
  const { head, start } = readHead(frame)
  const size = sizeOf(head)
  if ((frame.byteLength - start) % size !== 0) {
    throw new RangeError(
      `a frame of ${frame.byteLength} bytes cannot have a header of ${start - PREFIX_BYTES}`,
    )
  }
  // What the socket hands over may start anywhere in a larger piece of memory; numbers must be aligned.
  const isAligned = (frame.byteOffset + start) % size === 0
  const bytes = isAligned ? frame : frame.slice()
  // A sender that pads too little is read from a copy of the numbers alone.
  if ((bytes.byteOffset + start) % size !== 0) {
    return { head, numbers: numbersAt(frame.slice(start).buffer, 0, size) }
  }
  const count = (bytes.byteLength - start) / size
  return { head, numbers: numbersAt(bytes.buffer, bytes.byteOffset + start, size, count) }
}

function readHead<H>(frame: Frame<H>): { head: H; start: number } {
  const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
  const length = view.getUint32(0, true)
  const start = PREFIX_BYTES + length
  if (start > frame.byteLength) {
    throw new RangeError(`a frame of ${frame.byteLength} bytes cannot have a header of ${length}`)
  }
  return { head: JSON.parse(decoder.decode(frame.subarray(PREFIX_BYTES, start))), start }
}

/** Bytes of a number. */
function sizeOf(head: unknown): 4 | 8 {
  const isDouble = typeof head === 'object' && head !== null && 'dtype' in head && head.dtype === 'float64'
  return isDouble ? 8 : 4
}

function numbersAt(buffer: ArrayBuffer, start: number, size: 4 | 8, count?: number): Numbers {
  return size === 8 ? new Float64Array(buffer, start, count) : new Float32Array(buffer, start, count)
}
