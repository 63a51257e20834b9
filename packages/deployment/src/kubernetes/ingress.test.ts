import { expect, test } from 'bun:test'
import { dnsNameLike, ingressFiles } from './ingress.ts'

function ingressOf(host: string, hasKeys: boolean, className?: string) {
  const files = new Map(ingressFiles({ host, class: className }, { hasKeys, namespace: 'garden' }))
  expect([...files.keys()]).toEqual(['ingress/kustomization.yaml', 'ingress/ingress.yaml'])
  return Bun.YAML.parse(files.get('ingress/ingress.yaml') ?? '')
}

const backend = { service: { name: 'proxy', port: { name: 'http' } } }

test('with keys, everything of the proxy is reached by its host, with the certificate of a Secret', () => {
  expect(ingressOf('api.example.org', true)).toEqual({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'proxy', namespace: 'garden', labels: expect.any(Object) },
    spec: {
      tls: [{ hosts: ['api.example.org'], secretName: 'proxy-tls' }],
      rules: [{ host: 'api.example.org', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  })
})

test('without keys, only the named paths of the proxy are', () => {
  const paths = expect.not.arrayContaining([expect.objectContaining({ path: '/' })])
  expect(ingressOf('api.example.org', false)).toMatchObject({ spec: { rules: [{ http: { paths } }] } })
})

test('a class is named if one is given, and names stay texts', () => {
  expect(ingressOf('on', false, 'null')).toMatchObject({
    spec: { ingressClassName: 'null', tls: [{ hosts: ['on'] }], rules: [{ host: 'on' }] },
  })
})

const parse = dnsNameLike('api.example.org')

test.each(['api.example.org', 'localhost', '1.example.org', 'a'.repeat(63), 'xn--bcher-kva.example'])(
  'the host %s is taken',
  (host) => {
    expect(parse(host, '--host')).toBe(host)
  },
)

test.each([
  '',
  'API.example.org',
  'https://api.example.org',
  'api.example.org:443',
  '192.168.0.1',
  '-api.example.org',
  'api..example.org',
  'api.example.org.',
  '*.example.org',
  'a'.repeat(64),
  'a.'.repeat(127),
])('the host %j is refused', (host) => {
  expect(() => parse(host, '--host')).toThrow(`--host is ${JSON.stringify(host)}, expected a name like`)
})
