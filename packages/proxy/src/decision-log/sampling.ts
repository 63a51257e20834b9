const OFFSET = 0x811c9dc5
const PRIME = 0x01000193
const RANGE = 2 ** 32

/**
 * Whether requests are kept when this share of them is. It depends on the ID alone, so that all proxies keep the same
 * requests, and a larger share keeps those of a smaller one.
 * @param share from 0 to 1
 */
export function samplingOf(share: number): (requestId: string) => boolean {
  if (share >= 1) return () => true
  return (requestId) => mixed(fnv1a(requestId)) < share * RANGE
}

/** 32-bit FNV-1a of the code units, http://www.isthe.com/chongo/tech/comp/fnv/ */
function fnv1a(text: string): number {
  let hash = OFFSET
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), PRIME)
  return hash
}

/** MurmurHash3's finalizer: IDs that differ in their last characters alone fall anywhere in the range. */
function mixed(hash: number): number {
  let h = hash ^ (hash >>> 16)
  h = Math.imul(h, 0x85ebca6b)
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35)
  return (h ^ (h >>> 16)) >>> 0
}
