const MIB = 2 ** 20

/** Measured: a loaded model takes up to about this many times the size of its file. */
const TIMES = 4

/** What every classifier has room for already, bytes. */
const INCLUDED = 64 * MIB

/**
 * Memory that a model needs beyond what any classifier is given, in MiB: a power of two, so that a new version of the
 * model seldom changes it. 0 for a small one.
 */
export function roomFor(modelBytes: number): number {
  const needed = modelBytes * TIMES
  return needed <= INCLUDED ? 0 : 2 ** Math.ceil(Math.log2(needed / MIB))
}
