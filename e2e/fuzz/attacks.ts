import fc from 'fast-check'
import type { Sending } from './connection.ts'
import { chunked, cutAt, requests, type WellFormed, withLength } from './requests.ts'
import type { Features } from './rows.ts'
import type { Route } from './servers.ts'
import { unsoundRequests } from './unsound.ts'

/** Something to send to a server, and its acceptable results. */
export type Attack = {
  kind: 'whole' | 'split' | 'slow' | 'chunked' | 'pipelined' | 'abandoned' | 'unsound' | 'mutated'
  sending: Sending
  /** the requests that must be answered, in this order; empty where any harmless result is acceptable */
  asked: readonly WellFormed[]
}

/** Time limit for complete requests, ms. */
const PATIENCE_MS = 20_000
/** How long to wait for an answer to an incomplete request, ms. */
const BRIEFLY_MS = 50

const send = (pieces: readonly string[], asked: readonly WellFormed[], pauseMs = 0): Sending => ({
  pieces,
  pauseMs,
  heads: asked.map(({ method }) => method === 'HEAD'),
  patienceMs: PATIENCE_MS,
})

/** All attacks, each as often as its weight, with rows of these features. */
export function attacks(routes: readonly Route[], features: Features): fc.Arbitrary<Attack> {
  const request = requests(routes, features)
  const places = fc.array(fc.nat(), { minLength: 1, maxLength: 5 })
  const whole = request.map(
    (asked): Attack => ({ kind: 'whole', sending: send([withLength(asked)], [asked]), asked: [asked] }),
  )
  const split = fc.tuple(request, places).map(
    ([asked, at]): Attack => ({
      kind: 'split',
      sending: send(cutAt(withLength(asked), at), [asked]),
      asked: [asked],
    }),
  )
  const slow = fc.tuple(request, places).map(
    ([asked, at]): Attack => ({
      kind: 'slow',
      sending: send(cutAt(withLength(asked), at), [asked], 20),
      asked: [asked],
    }),
  )
  const inChunks = fc.tuple(request, places, places).map(([asked, chunks, pieces]): Attack => {
    return { kind: 'chunked', sending: send(cutAt(chunked(asked, chunks), pieces), [asked]), asked: [asked] }
  })
  const pipelined = fc.array(request, { minLength: 2, maxLength: 5 }).map((asked): Attack => {
    return { kind: 'pipelined', sending: send([asked.map(withLength).join('')], asked), asked }
  })
  const abandoned = fc.tuple(request, fc.nat(), places).map(([asked, at, pieces]): Attack => {
    const text = withLength(asked)
    return { kind: 'abandoned', sending: send(cutAt(text.slice(0, at % text.length), pieces), []), asked: [] }
  })
  const briefly = (kind: 'unsound' | 'mutated', text: string): Attack => ({
    kind,
    sending: {
      pieces: [text],
      pauseMs: 0,
      // What is left of a HEAD is answered without a body.
      heads: Array.from({ length: 9 }, (_, i) => i === 0 && text.startsWith('HEAD ')),
      patienceMs: BRIEFLY_MS,
    },
    asked: [],
  })
  const path = routes.find(({ method }) => method === 'POST')?.path ?? '/'
  const unsound = fc.constantFrom(...unsoundRequests(path).values()).map((text) => briefly('unsound', text))
  const mutated = fc.tuple(request, fc.nat(), fc.integer({ min: 0, max: 255 })).map(([asked, at, code]) => {
    const text = withLength(asked)
    const place = at % text.length
    return briefly('mutated', text.slice(0, place) + String.fromCharCode(code) + text.slice(place + 1))
  })
  return fc.oneof(
    { weight: 600, arbitrary: whole },
    { weight: 100, arbitrary: split },
    { weight: 10, arbitrary: slow },
    { weight: 120, arbitrary: inChunks },
    { weight: 40, arbitrary: pipelined },
    { weight: 60, arbitrary: abandoned },
    { weight: 30, arbitrary: unsound },
    { weight: 40, arbitrary: mutated },
  )
}
