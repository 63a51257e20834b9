import { Type } from '@sinclair/typebox'
import { problemResponses } from '../answers/problems.ts'
import { formFor, type PageFile } from '../pages/page-files.ts'

/** Caching of a file: revalidated on every request, or immutable at its address. */
export const REVALIDATED = 'no-cache'
export const FOREVER = 'public, max-age=31536000, immutable'

/** The responses of a route that serves a file of a page. */
export const pageResponses = {
  ...problemResponses(500),
  200: Type.String({ description: 'the file' }),
  304: Type.String({ description: 'the caller already has this file' }),
}

/** Serves a file in the smallest encoding that the caller accepts, or 304 if the caller has it. */
export function pageAnswer(
  file: PageFile,
  { headers }: Request,
  own: Readonly<Record<string, string>>,
): Response {
  const [encoding, bytes] = formFor(file, headers.get('accept-encoding'))
  const etag = `"${file.hash.slice(0, 32)}-${encoding}"`
  const head = { 'x-content-type-options': 'nosniff', ...own, etag, vary: 'accept-encoding' }
  if (knows(headers.get('if-none-match'), etag)) return new Response(null, { status: 304, headers: head })
  const coding = encoding === 'identity' ? {} : { 'content-encoding': encoding }
  return new Response(bytes, { headers: { ...head, ...coding, 'content-type': file.type } })
}

function knows(ifNoneMatch: string | null, etag: string): boolean {
  const known = (ifNoneMatch ?? '').split(',').map((entry) => entry.trim().replace(/^W\//, ''))
  return known.includes(etag) || known.includes('*')
}
