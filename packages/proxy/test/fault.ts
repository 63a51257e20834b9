import type { FailureKind } from '../src/core/outcome.ts'
import { nothing, post } from './behaviours.ts'
import { type Conduct, wellConduct } from './fault-server.ts'
import { SICK } from './sick.ts'
import type { Behaviour } from './wire.ts'

/** The transports by which a proxy reaches a classifier. */
export const ways = ['socket', 'post'] as const
export type Way = (typeof ways)[number]

/** A fault on one transport, and the resulting outcome. */
export type Told = { kind: FailureKind; detail: string; rows?: readonly number[] } & (
  | { does: Behaviour }
  /** how the connection fails, before there is any call */
  | { connects: Partial<Conduct> }
  /** nothing listens */
  | { refuses: true }
)

/** One fault of a classifier, on each transport on which it can occur. */
export type Fault = { what: string } & Partial<Record<Way, Told>>

/** What a classifier that fails on its socket does by POST, which is the next try: it fails likewise. */
const likewise: Record<FailureKind, Behaviour> = {
  late: nothing,
  unavailable: ({ wire }) => wire.end(),
  malformed: post('{}'),
  rejected: post('{}', { status: 422 }),
  unanswerable: post(JSON.stringify({ code: 'unanswerable-row' }), { status: 422 }),
  shed: post('{}', { status: 429 }),
}

/** The behaviour of a server with a fault on one transport. */
export function conductOf(told: Told, way: Way, classifier = SICK): Conduct {
  const well = wellConduct(SICK)
  const alike = { ...well, post: likewise[told.kind] }
  if ('refuses' in told) return alike
  if ('connects' in told) return { ...alike, ...told.connects }
  const does: Behaviour = (call) => told.does(call, classifier)
  return way === 'socket' ? { ...alike, socket: does } : { post: does }
}
