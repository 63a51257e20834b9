import { Type } from '@sinclair/typebox'
import { formFor, type PageFile } from '../pages/page-files.ts'
import { problemResponses } from '../problems.ts'

/** How long a browser keeps a file: what is asked for anew each time, and what never changes under its address. */
export const REVALIDATED = 'no-cache'
export const FOREVER = 'public, max-age=31536000, immutable'

/** What is declared of a route that answers with a page's file. */
export const pageResponses = {
  ...problemResponses(500),
  200: Type.String({ description: 'the file' }),
  304: Type.String({ description: 'the file is the one that the caller has' }),
}

/** A file in the smallest form that the caller takes, or that it is the one that the caller has. */
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
