/** Bun's own, at first. */
let limit = 16_384

/**
 * Sets the maximum size of the head of a request, for all servers of this process. Beyond it, Bun answers with 431 and
 * closes the connection, before any code of ours sees the request. Bun.serve has no option for it; Node's setting of
 * this name sets it.
 */
export function limitHeaders(bytes: number) {
  // Node's HTTP is megabytes of code, for one number.
  if (bytes === limit) return
  limit = bytes
  Object.assign(process.getBuiltinModule('node:http'), { maxHeaderSize: bytes })
}
