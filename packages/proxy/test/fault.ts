import type { FailureKind } from '../src/core/outcome.ts'
import { nothing, post } from './behaviours.ts'
import { type Conduct, wellConduct } from './fault-server.ts'
import { SICK } from './sick.ts'
import type { Behaviour } from './wire.ts'

/** The ways on which a proxy reaches a classifier. */
export const ways = ['socket', 'post'] as const
export type Way = (typeof ways)[number]

/** What a fault does on one way, and what is said of the classifier. */
export type Told = { kind: FailureKind; detail: string } & (
  | { does: Behaviour }
  /** what is wrong with the connection, before there is any call */
  | { connects: Partial<Conduct> }
  /** nobody listens */
  | { refuses: true }
)

/** One thing that can be wrong with a classifier, on the ways on which it can be. */
export type Fault = { what: string } & Partial<Record<Way, Told>>

/** What a classifier that fails on its socket does on the other way, which is the next try: it fails likewise. */
const likewise: Record<FailureKind, Behaviour> = {
  late: nothing,
  unavailable: ({ wire }) => wire.end(),
  malformed: post('{}'),
  rejected: post('{}', { status: 422 }),
  unanswerable: post(JSON.stringify({ code: 'unanswerable-row' }), { status: 422 }),
  shed: post('{}', { status: 429 }),
}

/** What a server with a fault does that is reached on one way. */
export function conductOf(told: Told, way: Way): Conduct {
  const well = wellConduct(SICK)
  const alike = { ...well, post: likewise[told.kind] }
  if ('refuses' in told) return alike
  if ('connects' in told) return { ...alike, ...told.connects }
  return way === 'socket' ? { ...alike, socket: told.does } : { post: told.does }
}
