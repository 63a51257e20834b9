/** The reports that are kept. */
export type ReportName = 'report' | 'fleets'

const fileOf = (name: ReportName) => Bun.file(new URL(`${name}.golden.json`, import.meta.url))

/** A report as last reviewed. */
export async function goldenReport(name: ReportName): Promise<string[][]> {
  return await fileOf(name).json()
}

export async function keepReport(name: ReportName, rows: readonly (readonly string[])[]) {
  const lines = rows.map((row) => `  ${JSON.stringify(row)}`)
  await Bun.write(fileOf(name), `[\n${lines.join(',\n')}\n]\n`)
}
