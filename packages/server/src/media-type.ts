/** The bare media type of a `content-type` header, in lower case: `Application/JSON; charset=utf-8` → `application/json`. */
export function mediaType(header: string | null | undefined): string {
  return (header ?? '').split(';', 1)[0]?.trim().toLowerCase() ?? ''
}
