/**
 * A message between proxy and classifier: a JSON header and float32 numbers, in one piece of memory.
 *
 * Layout, little endian: uint32 length of the header, the header as UTF-8 padded with spaces to a multiple of
 * 4 bytes, then the numbers. Their place is a multiple of 4, so that both ends read them where they lie.
 * `H` is the header's type: it travels with the frame's type from the service definition to the client.
 */
export type Frame<H> = Uint8Array<ArrayBuffer> & { readonly [header]?: H }
declare const header: unique symbol

const PREFIX_BYTES = 4
const encoder = new TextEncoder()
const decoder = new TextDecoder()

/** Writes a frame with room for `count` numbers, which `fill` writes in place. */
export function encodeFrame<H>(head: H, count: number, fill: (numbers: Float32Array) => void): Frame<H> {
  const text = encoder.encode(JSON.stringify(head))
  const headLength = Math.ceil(text.length / 4) * 4
  const buffer = new ArrayBuffer(PREFIX_BYTES + headLength + 4 * count)
  new DataView(buffer).setUint32(0, headLength, true)
  const bytes = new Uint8Array(buffer)
  bytes.fill(0x20, PREFIX_BYTES, PREFIX_BYTES + headLength)
  bytes.set(text, PREFIX_BYTES)
  if (count > 0) fill(new Float32Array(buffer, PREFIX_BYTES + headLength, count))
  return bytes
}

/**
 * Reads a frame's header and a view of its numbers. The header has the type that the sender's schema promises:
 * whoever does not trust the sender checks it.
 * @throws RangeError or SyntaxError when the bytes are no frame
 */
export function decodeFrame<H>(frame: Frame<H>): { head: H; numbers: Float32Array } {
  // What the socket hands over may start anywhere in a larger piece of memory; numbers must be aligned.
  const bytes = frame.byteOffset % 4 === 0 ? frame : frame.slice()
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const headLength = view.getUint32(0, true)
  const start = PREFIX_BYTES + headLength
  if (start > bytes.byteLength || (bytes.byteLength - start) % 4 !== 0) {
    throw new RangeError(`a frame of ${bytes.byteLength} bytes cannot have a header of ${headLength}`)
  }
  const head: H = JSON.parse(decoder.decode(bytes.subarray(PREFIX_BYTES, start)))
  return {
    head,
    numbers: new Float32Array(bytes.buffer, bytes.byteOffset + start, (bytes.byteLength - start) / 4),
  }
}
