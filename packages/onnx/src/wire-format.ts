/** A field of a protobuf message whose payload has a length of its own: text, bytes, a message, packed numbers. */
type Field = { number: number; start: number; from: number; to: number }

const LENGTH_DELIMITED = 2
/** Bytes of the numbers of a fixed size, by wire type. */
const FIXED: Readonly<Record<number, number>> = { 1: 8, 5: 4 }

/**
 * The length-delimited fields of a message, without reading what is in them.
 * @throws RangeError when the bytes are no message
 */
export function* fieldsOf(bytes: Uint8Array): Generator<Field> {
  for (let at = 0; at < bytes.length; ) {
    const start = at
    const tag = varint(bytes, at)
    const type = tag.value % 8
    at = tag.end
    if (type === LENGTH_DELIMITED) {
      const length = varint(bytes, at)
      const to = length.end + length.value
      if (to > bytes.length) throw new RangeError('a field goes beyond the end')
      yield { number: Math.floor(tag.value / 8), start, from: length.end, to }
      at = to
    } else if (type === 0) at = varint(bytes, at).end
    else {
      const size = FIXED[type]
      if (size === undefined) throw new RangeError(`wire type ${type}`)
      at += size
    }
    if (at > bytes.length) throw new RangeError('a field goes beyond the end')
  }
}

/**
 * A message with other payloads for some of its fields; the same bytes when nothing changes.
 * @param edit gives the other payload of a field, or the same one
 */
export function rewrite(
  bytes: Uint8Array,
  edit: (number: number, payload: Uint8Array) => Uint8Array,
): Uint8Array {
  const parts: Uint8Array[] = []
  let copied = 0
  for (const { number, start, from, to } of fieldsOf(bytes)) {
    const payload = bytes.subarray(from, to)
    const edited = edit(number, payload)
    if (edited === payload) continue
    parts.push(bytes.subarray(copied, start), head(number, edited.length), edited)
    copied = to
  }
  if (parts.length === 0) return bytes
  parts.push(bytes.subarray(copied))
  return joined(parts)
}

function varint(bytes: Uint8Array, at: number): { value: number; end: number } {
  let value = 0
  let factor = 1
  for (let end = at; end < at + 10; end++) {
    const byte = bytes[end]
    if (byte === undefined) break
    value += (byte & 0x7f) * factor
    if (byte < 0x80) return { value, end: end + 1 }
    factor *= 0x80
  }
  throw new RangeError('a number goes beyond the end')
}

function head(number: number, length: number): Uint8Array {
  const bytes: number[] = []
  for (let value of [number * 8 + LENGTH_DELIMITED, length]) {
    for (; value >= 0x80; value = Math.floor(value / 0x80)) bytes.push((value % 0x80) + 0x80)
    bytes.push(value)
  }
  return Uint8Array.from(bytes)
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((length, part) => length + part.length, 0))
  let at = 0
  for (const part of parts) {
    whole.set(part, at)
    at += part.length
  }
  return whole
}
