import { type Manifest, servedEntries, serviceVariable } from '@sepal/ensemble'
import { StartupError } from '@sepal/server'

/** The images are `<repository>/<name>:<tag>`. */
export type ImageSource = { repository: string; tag: string }

/** The folders in `docker/kubernetes/base` whose files are all generated. */
export const generatedFolders = ['classifiers', 'images'] as const

/** A valid name of a Service (RFC 1035). */
const HOST = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/

const HEADER = '# Made from models/ensemble.json by `bun run build:kubernetes`, which writes it anew.\n'

/**
 * The files that follow from the manifest, by their path below `docker/kubernetes/base`: the template filled in for each
 * classifier, the list of them with their addresses for the proxy, and where the images are.
 * @throws StartupError when a classifier's name cannot name a Service
 */
export function generatedFiles(
  manifest: Manifest,
  template: string,
  source: ImageSource,
): ReadonlyMap<string, string> {
  const classifiers = Object.entries(servedEntries(manifest)).map(([name, entry]) => ({
    name,
    host: hostOf(name),
    port: String(entry.port),
  }))
  const perClassifier = classifiers.map(({ name, host, port }) => {
    const values: Record<string, string> = { NAME: name, HOST: host, PORT: port, IMAGE: `sepal/${name}` }
    return [`classifiers/${host}.yaml`, HEADER + filled(template, values)] as const
  })
  const kustomization = [
    `${HEADER}apiVersion: kustomize.config.k8s.io/v1beta1`,
    'kind: Kustomization',
    'resources:',
    ...classifiers.map(({ host }) => `  - ${host}.yaml`),
    '# Short names: they are those of this namespace, whatever it and the cluster are called.',
    'configMapGenerator:',
    '  - name: classifier-addresses',
    '    literals:',
    ...classifiers.map(({ name, host, port }) => `      - ${serviceVariable(name)}=${host}:${port}`),
  ]
  const component = [
    `${HEADER}apiVersion: kustomize.config.k8s.io/v1alpha1`,
    'kind: Component',
    'images:',
    ...['proxy', ...classifiers.map(({ name }) => name)].flatMap((name) => [
      `  - name: sepal/${name}`,
      `    newName: ${source.repository}/${name}`,
      `    newTag: "${source.tag}"`,
    ]),
  ]
  return new Map([
    ...perClassifier,
    ['classifiers/kustomization.yaml', `${kustomization.join('\n')}\n`],
    ['images/kustomization.yaml', `${component.join('\n')}\n`],
  ])
}

/** The host name of a classifier's Service. No two names in `ensemble.json` differ only in "-" and "_". */
function hostOf(name: string): string {
  const host = name.replaceAll('_', '-')
  if (!HOST.test(host)) {
    throw new StartupError(
      `the classifier "${name}" cannot have a Service: expected at most 63 letters, digits, "-" and "_", the last one a letter or a digit`,
    )
  }
  if (host === 'proxy' || host === 'kustomization') {
    throw new StartupError(`the classifier "${name}" has a name that the manifests use for something else`)
  }
  return host
}

function filled(template: string, values: Readonly<Record<string, string>>): string {
  return template.replace(/\$([A-Z]+)/g, (placeholder, name: string) => values[name] ?? placeholder)
}
