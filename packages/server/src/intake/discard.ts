/** Whatever is smaller may wait, bytes. Bun also keeps small buffers in one that they share. */
const LEAST_BYTES = 65_536

/**
 * Gives the memory of large bytes back at once, which are then empty. A collection would only do so when there are many:
 * to JavaScriptCore, a body of megabytes is an object of a few bytes.
 */
export function discard({ buffer, byteLength }: Uint8Array) {
  const isWhole = byteLength === buffer.byteLength
  if (isWhole && byteLength >= LEAST_BYTES && buffer instanceof ArrayBuffer) buffer.transfer(0)
}
