import { problemError } from './server-problems.ts'

/**
 * Refuses a query with the same parameter twice: which of the two counts would be a guess.
 * @throws ProblemError `invalid-request`
 */
export function refuseRepeated({ url }: Request) {
  const start = url.indexOf('?')
  if (start < 0) return
  const seen = new Set<string>()
  for (const [name] of new URLSearchParams(url.slice(start))) {
    if (seen.has(name)) {
      throw problemError(
        'invalid-request',
        `${name.slice(0, 80)} is in the query more than once, expected once`,
      )
    }
    seen.add(name)
  }
}
