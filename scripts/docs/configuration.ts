import { ClassifierConfig } from '@sepal/classifier'
import { classifierNames, ensembleOptions, serviceVariable } from '@sepal/ensemble'
import { ProxyConfig } from '@sepal/proxy'
import { serverOptions, TracingConfig } from '@sepal/server'
import manifest from '../../models/ensemble.json'
import { type ConfigurationRow, configurationTable } from './configuration-table.ts'

const isShared = (name: string) => name in serverOptions || name in ensembleOptions
const isOwn = (name: string) => !isShared(name)

const services = classifierNames(manifest).map((name) => `\`${serviceVariable(name)}\``)
const serviceRow: ConfigurationRow = [
  '`SERVICE_<NAME>`',
  'as `CLASSIFIERS` says',
  '`host:port`, several separated by commas; or `here`',
  `where a classifier's replicas are; each address behind a host name is one. \`here\`: in the proxy's process ([together or apart](deploy.md#together-or-apart)). In this repository: ${services.join(', ')}`,
]

/** The sections of docs/configuration.md, by the names that mark them. */
export const configurationSections: Readonly<Record<string, string>> = {
  'configuration:both': configurationTable(ProxyConfig, isShared),
  'configuration:proxy': configurationTable(ProxyConfig, isOwn, [serviceRow]),
  'configuration:classifier': configurationTable(ClassifierConfig, isOwn),
  'configuration:traces': configurationTable(TracingConfig, () => true),
}
