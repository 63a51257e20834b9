import { UsageError } from '@sepal/command-line'
import ingressYaml from '../../../../docker/kubernetes/templates/ingress.yaml' with { type: 'text' }
import { filled, scalar } from '../template.ts'

export type Ingress = {
  /** that callers outside the cluster use */
  host: string
  /** undefined: the cluster's default */
  class: string | undefined
}

/** Where the Ingress is, as an overlay names it. */
export const COMPONENT = '../../base/ingress'

/** A DNS subdomain (RFC 1123), and no IPv4 address, whose last label would be a number. */
const NAME =
  /^(?=.{1,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)*(?!\d+$)[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/

/**
 * What is for callers: predictions and what is needed to ask for them. The rest is for operators, and `/health/all`
 * makes the proxy ask every classifier.
 */
const PUBLIC = [
  { path: '/predict', pathType: 'Prefix' },
  { path: '/metadata', pathType: 'Exact' },
  { path: '/contract', pathType: 'Exact' },
  { path: '/docs', pathType: 'Prefix' },
  { path: '/health', pathType: 'Exact' },
  { path: '/health/live', pathType: 'Exact' },
  { path: '/health/ready', pathType: 'Exact' },
]

/** With keys the proxy itself says who may ask for what. */
const ALL = [{ path: '/', pathType: 'Prefix' }]

/** A kustomize component with an Ingress for the proxy, by path in the base. The certificate is in a Secret. */
export function ingressFiles(
  { host, class: className }: Ingress,
  { hasKeys, namespace }: { hasKeys: boolean; namespace: string },
): [path: string, text: string][] {
  const paths = (hasKeys ? ALL : PUBLIC).flatMap(({ path, pathType }) => [
    `- path: ${path}`,
    `  pathType: ${pathType}`,
    '  backend: { service: { name: proxy, port: { name: http } } }',
  ])
  const why = hasKeys
    ? '# Everything: the proxy asks for keys.'
    : '# Not metrics, the console and other routes for operators, since nobody is asked for a key.'
  return [
    ['ingress/kustomization.yaml', KUSTOMIZATION],
    [
      'ingress/ingress.yaml',
      filled(ingressYaml, {
        NAMESPACE: namespace,
        HOST: scalar(host),
        CLASS: className === undefined ? [] : [`ingressClassName: ${scalar(className)}`],
        PATHS: [why, ...paths],
      }),
    ],
  ]
}

const KUSTOMIZATION = `apiVersion: kustomize.config.k8s.io/v1alpha1
kind: Component
resources:
  - ingress.yaml
`

/** Lines of an overlay that add the Ingress, if there is one. */
export function ingressLines(host: string | undefined): string[] {
  if (host === undefined) return []
  return [
    'components:',
    `  # https://${host}, with the certificate in the Secret proxy-tls.`,
    `  - ${COMPONENT}`,
  ]
}

/** Reads a host, or the name of an object, and throws a UsageError for one that Kubernetes would refuse. */
export function dnsNameLike(example: string): (given: string, option: string) => string {
  return (given, option) => {
    if (NAME.test(given)) return given
    throw new UsageError(
      `${option} is ${JSON.stringify(given)}, expected a name like "${example}" of a-z, 0-9, "-" and ".", without a scheme or a port`,
    )
  }
}
