/** The proxy's decision for a row. */
export type Decision = { label: string; proba: number }

/**
 * What is wrong with the output of `bun run score` for a CSV that repeats the rows, if anything.
 * @param expected the decision for each different row
 * @param count rows of the CSV
 */
export function wrongScores(
  output: string,
  expected: readonly Decision[],
  count: number,
): string | undefined {
  const [, ...lines] = output.split('\n')
  if (lines.pop() !== '') return 'its last line is not whole'
  if (lines.length !== count) return `it has ${lines.length} rows, expected ${count}`
  const first = lines.slice(0, expected.length)
  const wrong = first.findIndex((line, i) => !Bun.deepEquals(decisionIn(line), expected[i]))
  if (wrong >= 0) return `row ${wrong} is ${first[wrong]}, expected ${JSON.stringify(expected[wrong])}`
  const other = lines.findIndex((line, i) => line !== first[i % expected.length])
  return other < 0 ? undefined : `row ${other} is ${lines[other]}, expected ${first[other % expected.length]}`
}

/** Its last two columns. */
function decisionIn(line: string): Decision {
  const [label = '', proba = ''] = line.split(',').slice(-2)
  return { label, proba: Number(proba) }
}
