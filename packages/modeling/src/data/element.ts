/**
 * The element at a position that the caller knows to exist.
 * @throws RangeError when it does not, which is a bug in the caller
 */
export function at<T>(values: ArrayLike<T>, position: number): T {
  const value = values[position]
  if (value === undefined) throw new RangeError(`no element ${position} of ${values.length}`)
  return value
}

/** Exchanges two elements in place. */
export function swap<T>(values: T[], i: number, j: number) {
  const first = at(values, i)
  values[i] = at(values, j)
  values[j] = first
}
