import manifest from '../../models/ensemble.json'
import { ClassifierConfig } from '../../packages/classifier/src/config.ts'
import { classifierNames, serviceVariable } from '../../packages/ensemble/src/index.ts'
import { serverOptions } from '../../packages/kit/src/index.ts'
import { ProxyConfig } from '../../packages/proxy/src/config.ts'
import { type ConfigurationRow, configurationTable } from './configuration-table.ts'
import { type ImportRules, importGraph } from './import-graph.ts'

/** Not imported by name: dependency-cruiser's file has no types, and these are what this needs of it. */
const rulesPath: string = new URL('../../.dependency-cruiser.mjs', import.meta.url).pathname
const importRules: ImportRules = await import(rulesPath)

const isShared = (name: string) => name in serverOptions
const isOwn = (name: string) => !isShared(name)

const services = classifierNames(manifest).map((name) => `\`${serviceVariable(name)}\``)
const serviceRow: ConfigurationRow = [
  '`SERVICE_<NAME>`',
  "the manifest's port on 127.0.0.1",
  '`host:port`, several separated by commas',
  `where a classifier's replicas are; each address behind a host name is one. Here: ${services.join(', ')}`,
]

/** The sections of the README that are made from the code, by the names that mark them. */
export const readmeSections: Readonly<Record<string, string>> = {
  'configuration:both': configurationTable(ProxyConfig, isShared),
  'configuration:proxy': configurationTable(ProxyConfig, isOwn, [serviceRow]),
  'configuration:classifier': configurationTable(ClassifierConfig, isOwn),
  imports: importGraph(importRules),
}
