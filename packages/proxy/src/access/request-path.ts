/** The path of a request's URL, as Elysia's router reads it: neither decoded nor resolved, and without its query. */
export function requestPath({ url }: Request): string {
  const start = url.indexOf('/', url.indexOf('://') + 3)
  const end = url.indexOf('?', start)
  return end === -1 ? url.slice(start) : url.slice(start, end)
}
