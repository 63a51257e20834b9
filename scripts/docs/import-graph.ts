/** Which packages each package may import, by name. */
export type ImportRules = {
  mayImport: Readonly<Record<string, readonly string[]>>
  /** types, and nothing that exists at run time */
  mayImportTypesOf: Readonly<Record<string, readonly string[]>>
}

/** The import rules as a Mermaid diagram. */
export function importGraph({ mayImport, mayImportTypesOf }: ImportRules): string {
  const edges = (rules: ImportRules['mayImport'], arrow: string) =>
    Object.entries(rules).flatMap(([from, allowed]) => allowed.map((to) => `  ${from} ${arrow} ${to}`))
  const lines = ['flowchart TD', ...edges(mayImport, '-->'), ...edges(mayImportTypesOf, '-. types .->')]
  return ['```mermaid', ...lines, '```'].join('\n')
}
