import { type Manifest, mapClassifiers, type PerClassifier, serviceVariable } from '@sepal/ensemble'
import { type Environment, StartupError } from '@sepal/server'

const ADDRESS = /^(?:https:\/\/)?(?:\[[0-9a-fA-F:]+\]|[\w.-]+):(?<port>\d{1,5})$/

/** Stands for an address: the classifier runs in the proxy's own process. */
export const HERE = 'here'

/**
 * Where each classifier's replicas are: `SERVICE_<NAME>` is `host:port`, or `https://host:port` for TLS, several separated by
 * commas; or `here`.
 * Without it, `fallback` decides: `apart` is the manifest's port on this machine.
 * @throws StartupError naming the variable and its value
 */
export function replicaAddresses<const M extends Manifest>(
  manifest: M,
  environment: Environment,
  fallback: 'apart' | 'here' = 'apart',
): PerClassifier<M, string[]> {
  return mapClassifiers(manifest, (name) => {
    const variable = serviceVariable(name)
    const text = environment[variable]
    const isSet = text !== undefined && text !== ''
    if ((isSet ? text : fallback) === HERE) return [HERE]
    if (!isSet) return [`127.0.0.1:${manifest.classifiers[name]?.port}`]
    const addresses = text.split(',').map((address) => address.trim())
    for (const address of addresses) {
      const port = Number(ADDRESS.exec(address)?.groups?.port ?? 0)
      if (port < 1 || port > 65_535) {
        throw new StartupError(
          `${variable} is "${text}", expected host:port or https://host:port, several separated by commas, or ${HERE}`,
        )
      }
    }
    return addresses
  })
}
