const number = new Float64Array(1)
const halves = new Uint32Array(number.buffer)

/** The answer of every replica of a classifier to a row: a hash of both, so that mixed-up answers are detected. */
export function stubAnswer(classifier: string, row: readonly number[], k: number): number {
  let hash = 2166136261 ^ k
  const mix = (bits: number) => {
    hash = Math.imul(hash ^ bits, 16777619)
    hash ^= hash >>> 15
  }
  for (let i = 0; i < classifier.length; i++) mix(classifier.charCodeAt(i))
  for (const value of row) {
    number[0] = value
    for (const half of halves) mix(half)
  }
  return (hash >>> 8) / 2 ** 24
}
