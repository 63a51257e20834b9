import { type ImportRules, importGraph } from './import-graph.ts'

/** Imported by path and typed here, because dependency-cruiser's file has no types. */
const rulesPath: string = new URL('../../.dependency-cruiser.mjs', import.meta.url).pathname
const importRules: ImportRules = await import(rulesPath)

/** The sections of the README that are generated from the code, by the names that mark them. */
export const readmeSections: Readonly<Record<string, string>> = {
  imports: importGraph(importRules),
}
