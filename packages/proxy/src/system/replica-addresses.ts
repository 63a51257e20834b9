import { type Manifest, mapClassifiers, type PerClassifier, serviceVariable } from '@sepal/ensemble'
import { type Environment, StartupError } from '@sepal/server'

const ADDRESS = /^(?:\[[0-9a-fA-F:]+\]|[\w.-]+):(?<port>\d{1,5})$/

/**
 * The addresses of each classifier's replicas: `SERVICE_<NAME>` is one or more `host:port`, separated by commas.
 * Default: the manifest's port on this machine.
 * @throws StartupError with the variable and its value
 */
export function replicaAddresses<const M extends Manifest>(
  manifest: M,
  environment: Environment,
): PerClassifier<M, string[]> {
  return mapClassifiers(manifest, (name) => {
    const variable = serviceVariable(name)
    const text = environment[variable]
    if (text === undefined || text === '') return [`127.0.0.1:${manifest.classifiers[name]?.port}`]
    const addresses = text.split(',').map((address) => address.trim())
    for (const address of addresses) {
      const port = Number(ADDRESS.exec(address)?.groups?.port ?? 0)
      if (port < 1 || port > 65_535) {
        throw new StartupError(`${variable} is "${text}", expected host:port, several separated by commas`)
      }
    }
    return addresses
  })
}
