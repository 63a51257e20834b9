import type { ClassifierMetadata } from '@sepal/ensemble'
import type { AnswerRows } from '../core/answer-rows.ts'
import type { Outcome } from '../core/outcome.ts'
import type { Transport } from '../core/transport.ts'
import type { Call } from './classifier-calls.ts'

/** The way to one replica of a classifier, in another process or in this one: for batches, and for what is none. */
export interface ClassifierTransport extends Transport {
  /** What it said of itself when it was last seen to fit; nothing while another process may be there. */
  readonly seen: ClassifierMetadata | undefined
  /** The classifier's own answer to the manifest's sample. */
  predictTest(call: Call): Promise<Outcome<AnswerRows>>
  health(call: Call): Promise<Outcome<{ health: 'ok' }>>
  metadata(call: Call): Promise<Outcome<ClassifierMetadata>>
}
