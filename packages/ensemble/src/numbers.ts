/** The largest finite float32; a greater number would reach the model as infinity. */
export const FLOAT32_MAX = 3.4028234663852886e38

/** Rows or answers, one after the other. Float64 only where float32 would change a value. */
export type Numbers = Float32Array | Float64Array

/**
 * Whether each number is as it should be. Rows and answers have thousands, and on a typed array `every`, or a loop over
 * its values, takes twenty times as long as one over its places.
 */
export function allNumbers(numbers: Numbers, isRight: (value: number) => boolean): boolean {
  for (let at = 0; at < numbers.length; at++) if (!isRight(numbers[at] ?? Number.NaN)) return false
  return true
}
