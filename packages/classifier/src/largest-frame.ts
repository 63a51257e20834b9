import type { ClassifierDeps } from './deps.ts'

/** Room for the texts of a call, which the proxy keeps below 2^21 characters, and for a single one that is longer. */
const TEXT_BYTES = 64 * 2 ** 20

/** The maximum size of a frame, bytes: the numbers of all rows of a call, and its header. */
export function largestFrame({ codec, maxCallRows, maxBodyBytes }: ClassifierDeps): number {
  return 8 * maxCallRows * codec.features.length + (codec.hasTexts ? TEXT_BYTES : 0) + maxBodyBytes
}
