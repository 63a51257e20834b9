import { type AnswerReader, Failures } from './answer-reader.ts'
import { matchClasses } from './class-order.ts'

const LONGEST = 40
const quoted = (text: string) => JSON.stringify(text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text)

/**
 * Reads one label a row, a text or a whole number, as the place of its class in the manifest. A row with another label
 * has no answer.
 * @param said the classes by their names in the model, where it says them
 */
export function labelsReader(
  classes: readonly string[],
  said: readonly string[] | undefined,
): { read: AnswerReader; note: string | undefined } {
  const { places, note } = placesOf(classes, said)
  const read: AnswerReader = ({ data }, rows) => {
    if (data.length !== rows) throw new RangeError(`the model gave ${data.length} labels for ${rows} rows`)
    const numbers = new Float32Array(rows)
    const failures = new Failures(numbers, 1)
    for (let row = 0; row < rows; row++) {
      const label = String(data[row])
      const place = places.get(label)
      if (place === undefined)
        failures.add(row, `the model gave the label ${quoted(label)}, which is no class`)
      else numbers[row] = place
    }
    return failures.end()
  }
  return { read, note }
}

function placesOf(classes: readonly string[], said: readonly string[] | undefined) {
  if (said === undefined)
    return { places: new Map(classes.map((name, place) => [name, place])), note: undefined }
  const { order, note } = matchClasses(classes, said)
  return { places: new Map(order.map((from, place) => [said[from] ?? '', place])), note }
}
