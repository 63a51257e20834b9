/** Rows written per turn of the event loop: a few ms of work. */
export const ROWS_PER_TURN = 2048

/** The elements of a JSON array, without its brackets, in pieces of `ROWS_PER_TURN`. */
export function* arrayPieces(length: number, element: (i: number) => unknown): Generator<string> {
  for (let from = 0; from < length; from += ROWS_PER_TURN) {
    const count = Math.min(ROWS_PER_TURN, length - from)
    const elements = Array.from({ length: count }, (_, i) => element(from + i))
    yield `${from === 0 ? '' : ','}${JSON.stringify(elements).slice(1, -1)}`
  }
}
