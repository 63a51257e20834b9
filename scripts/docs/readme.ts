import { type ImportRules, importGraph } from './import-graph.ts'

/** Not imported by name: dependency-cruiser's file has no types, and these are what this needs of it. */
const rulesPath: string = new URL('../../.dependency-cruiser.mjs', import.meta.url).pathname
const importRules: ImportRules = await import(rulesPath)

/** The sections of the README that are made from the code, by the names that mark them. */
export const readmeSections: Readonly<Record<string, string>> = {
  imports: importGraph(importRules),
}
