import { StartupError } from '@sepal/server/startup-error'
import classifierYaml from '../../../../docker/kubernetes/templates/classifier.yaml' with { type: 'text' }
import kustomizationYaml from '../../../../docker/kubernetes/templates/kustomization.yaml' with {
  type: 'text',
}
import monitoringYaml from '../../../../docker/kubernetes/templates/monitoring.yaml' with { type: 'text' }
import namespaceYaml from '../../../../docker/kubernetes/templates/namespace.yaml' with { type: 'text' }
import policiesYaml from '../../../../docker/kubernetes/templates/network-policies.yaml' with { type: 'text' }
import proxyYaml from '../../../../docker/kubernetes/templates/proxy.yaml' with { type: 'text' }
import alertsYml from '../../../../docker/observability/alerts.yml' with { type: 'text' }
import { roomFor } from '../memory.ts'
import type { Service } from '../services.ts'
import type { System } from '../system.ts'
import { filled, scalar } from '../template.ts'
import { type Ingress, ingressFiles } from './ingress.ts'
import { keyLines } from './key-lines.ts'

/** A valid name of a Service (RFC 1035). */
const HOST = /^[a-z]([a-z0-9-]{0,61}[a-z0-9])?$/

/** What every classifier has, MiB: the request, and the limit. */
const MEMORY = { request: 128, limit: 384 }

/** How the proxy is reached. */
export type Reach = {
  /** whether callers need keys, which are in Secrets that are not among the files */
  hasKeys: boolean
  /** undefined: from the cluster alone */
  ingress: Ingress | undefined
}

/**
 * The kustomize base, by path: the proxy, each classifier, the list of them with their addresses for the proxy, where
 * the images are, and the components that an overlay may add, for the Prometheus operator and for an Ingress.
 * @throws StartupError when a classifier's name cannot name a Service
 */
export function baseFiles(
  { name, services, ...images }: System,
  { hasKeys, ingress }: Reach,
): ReadonlyMap<string, string> {
  const hosts = services.map((service) => ({ ...service, host: hostOf(service.name) }))
  const namespace = { NAMESPACE: name }
  return new Map([
    ['kustomization.yaml', filled(kustomizationYaml, namespace)],
    ['namespace.yaml', filled(namespaceYaml, namespace)],
    ['network-policies.yaml', policiesYaml],
    ['proxy.yaml', filled(proxyYaml, keyLines(hasKeys))],
    ...hosts.map((service) => [`classifiers/${service.host}.yaml`, classifier(service, hasKeys)] as const),
    ['classifiers/kustomization.yaml', addresses(hosts)],
    ['images/kustomization.yaml', imageNames(services, images)],
    ['monitoring/kustomization.yaml', MONITORING],
    ['monitoring/service-monitor.yaml', filled(monitoringYaml, namespace)],
    ['monitoring/prometheus-rule.yaml', prometheusRule(name)],
    ...(ingress === undefined ? [] : ingressFiles(ingress, { hasKeys, namespace: name })),
  ])
}

const MONITORING = text([
  'apiVersion: kustomize.config.k8s.io/v1alpha1',
  'kind: Component',
  'resources:',
  '  - service-monitor.yaml',
  '  - prometheus-rule.yaml',
])

/** The alerts of docker/observability, as they are. */
function prometheusRule(namespace: string): string {
  const groups: string = alertsYml.slice(alertsYml.indexOf('groups:')).trimEnd()
  return text([
    'apiVersion: monitoring.coreos.com/v1',
    'kind: PrometheusRule',
    'metadata:',
    '  name: sepal',
    `  namespace: ${namespace}`,
    'spec:',
    ...groups.split('\n').map((line) => (line === '' ? '' : `  ${line}`)),
  ])
}

type Hosted = Service & { host: string }

function classifier({ name, host, port, modelBytes }: Hosted, hasKeys: boolean): string {
  const room = roomFor(modelBytes)
  return filled(classifierYaml, {
    TOKEN: keyLines(hasKeys).TOKEN,
    NAME: scalar(name),
    HOST: scalar(host),
    PORT: String(port),
    IMAGE: `sepal/${name}`,
    REQUEST: `${MEMORY.request + room / 2}Mi`,
    LIMIT: `${MEMORY.limit + room}Mi`,
  })
}

function addresses(hosts: readonly Hosted[]): string {
  return text([
    'apiVersion: kustomize.config.k8s.io/v1beta1',
    'kind: Kustomization',
    'resources:',
    ...hosts.map(({ host }) => `  - ${host}.yaml`),
    '# Short names: they are those of this namespace, whatever it and the cluster are called.',
    'configMapGenerator:',
    '  - name: classifier-addresses',
    '    literals:',
    ...hosts.map(({ variable, host, port }) => `      - ${variable}=${host}:${port}`),
  ])
}

function imageNames(services: readonly Service[], { repository, tag }: Pick<System, 'repository' | 'tag'>) {
  return text([
    'apiVersion: kustomize.config.k8s.io/v1alpha1',
    'kind: Component',
    'images:',
    ...['proxy', ...services.map(({ name }) => name)].flatMap((name) => [
      `  - name: sepal/${name}`,
      `    newName: ${repository}/${name}`,
      `    newTag: "${tag}"`,
    ]),
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
  if (host === 'kustomization') {
    throw new StartupError(`the classifier "${name}" has a name that the manifests use for something else`)
  }
  return host
}

function text(lines: readonly string[]): string {
  return `${lines.join('\n')}\n`
}
