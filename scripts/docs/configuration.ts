import { ClassifierConfig } from '@sepal/classifier'
import { classifierNames, ensembleOptions, serviceVariable } from '@sepal/ensemble'
import { ProxyConfig } from '@sepal/proxy'
import { serverOptions } from '@sepal/server'
import manifest from '../../models/ensemble.json'
import { type ConfigurationRow, configurationTable } from './configuration-table.ts'

const isShared = (name: string) => name in serverOptions || name in ensembleOptions
const isOwn = (name: string) => !isShared(name)

const services = classifierNames(manifest).map((name) => `\`${serviceVariable(name)}\``)
const serviceRow: ConfigurationRow = [
  '`SERVICE_<NAME>`',
  "the manifest's port on 127.0.0.1",
  '`host:port`, several separated by commas',
  `addresses of a classifier's replicas; each IP address of a host name is one. Here: ${services.join(', ')}`,
]

/** The sections of docs/configuration.md, by the names that mark them. */
export const configurationSections: Readonly<Record<string, string>> = {
  'configuration:both': configurationTable(ProxyConfig, isShared),
  'configuration:proxy': configurationTable(ProxyConfig, isOwn, [serviceRow]),
  'configuration:classifier': configurationTable(ClassifierConfig, isOwn),
}
