/** A number, in an array that has grown to twice its need, and where it is copied to. */
const VALUE_BYTES = 32
/** An object with a few members, or an array, without what it holds. */
const CONTAINER_BYTES = 96
/** Half a text: a text has two of these. */
const QUOTE_BYTES = 24
/** As JSON, before it is parsed. */
const TEXT_BYTES = 1

/** The most that a byte of any JSON becomes, bytes: one of `[[[[`. */
export const WORST_WEIGHT = CONTAINER_BYTES + TEXT_BYTES
/** The most that a byte of rows becomes, bytes: one of `[""],[""],`. Other JSON is refused as soon as it is parsed. */
export const ROWS_WEIGHT = Math.ceil((CONTAINER_BYTES + VALUE_BYTES + 2 * QUOTE_BYTES) / 5) + TEXT_BYTES

const COMMA = 0x2c
const QUOTE = 0x22
const BRACKET = 0x5b
const BRACE = 0x7b

/**
 * How much memory a JSON document may take once it is parsed, bytes: 32 MB of `{},` become a gigabyte, 32 MB of long
 * texts hardly more than they are. Counts before parsing, about 1 ms a megabyte.
 */
export function bodyWeight(json: Uint8Array): number {
  let values = 0
  let quotes = 0
  let containers = 0
  // An iterator would take four times as long.
  for (let i = 0; i < json.length; i++) {
    const byte = json[i]
    if (byte === COMMA) values += 1
    else if (byte === QUOTE) quotes += 1
    else if (byte === BRACKET || byte === BRACE) containers += 1
  }
  return json.length * TEXT_BYTES + values * VALUE_BYTES + quotes * QUOTE_BYTES + containers * CONTAINER_BYTES
}
