import { describe, expect, test } from 'bun:test'
import { ClassifierConfig } from '@sepal/classifier'
import { ProxyConfig } from '@sepal/proxy'
import alertsYml from '../../../../docker/observability/alerts.yml' with { type: 'text' }
import type { System } from '../system.ts'
import { baseFiles } from './files.ts'

const garden = (...names: string[]): System => ({
  name: 'garden',
  repository: 'registry:5000/team',
  tag: '7',
  services: names.map((name, i) => ({
    name,
    port: 7000 + i,
    variable: `SERVICE_${name.toUpperCase()}`,
    modelBytes: name === 'forest' ? 300_000_000 : 2000,
  })),
})
const inside = { hasKeys: false, ingress: undefined }
const files = baseFiles(garden('on', 'tea_rose', 'forest'), inside)

test('each classifier has a file by a valid Service name', () => {
  expect([...files.keys()].filter((path) => path.startsWith('classifiers/'))).toEqual([
    'classifiers/on.yaml',
    'classifiers/tea-rose.yaml',
    'classifiers/forest.yaml',
    'classifiers/kustomization.yaml',
  ])
})

test('the proxy has the address of each classifier', () => {
  expect(yaml('classifiers/kustomization.yaml')[0]).toMatchObject({
    configMapGenerator: [
      {
        name: 'classifier-addresses',
        literals: ['SERVICE_ON=on:7000', 'SERVICE_TEA_ROSE=tea-rose:7001', 'SERVICE_FOREST=forest:7002'],
      },
    ],
  })
})

test('every image has the repository and the tag', () => {
  expect(yaml('images/kustomization.yaml')[0]).toMatchObject({
    images: ['proxy', 'on', 'tea_rose', 'forest'].map((name) => ({
      name: `sepal/${name}`,
      newName: `registry:5000/team/${name}`,
      newTag: '7',
    })),
  })
})

test('everything is in the namespace of its name', () => {
  expect(yaml('kustomization.yaml')[0]).toMatchObject({ namespace: 'garden' })
  expect(yaml('namespace.yaml')[0]).toMatchObject({ metadata: { name: 'garden' } })
})

test('the alerts are those of docker/observability, for the job that the monitor names', () => {
  const [rule] = yaml('monitoring/prometheus-rule.yaml')
  expect(rule).toMatchObject({ metadata: { namespace: 'garden' }, spec: Bun.YAML.parse(alertsYml) })
  const [monitor] = yaml('monitoring/service-monitor.yaml')
  expect(monitor).toMatchObject({
    metadata: { namespace: 'garden' },
    spec: { endpoints: [{ relabelings: [{ targetLabel: 'job', replacement: 'sepal' }] }] },
  })
  expect(alertsYml).toContain('job="sepal"')
})

test('the base itself needs no operator', () => {
  expect(files.get('kustomization.yaml')).not.toContain('monitoring')
})

test.each([
  ['kustomization', 'has a name that the manifests use for something else'],
  ['rose-', 'cannot have a Service'],
  ['r'.repeat(64), 'cannot have a Service'],
])('a classifier called %s is refused', (name, reason) => {
  expect(() => baseFiles(garden(name), inside)).toThrow(reason)
})

test('a name stays a text wherever YAML could read it as something else', () => {
  const [service] = yaml('classifiers/on.yaml')
  expect(service).toMatchObject({ metadata: { name: 'on', labels: { 'app.kubernetes.io/name': 'on' } } })
})

type Container = { env: { name: string; value: string }[]; resources: object }
type Deployment = {
  spec: { template: { spec: { terminationGracePeriodSeconds: number; containers: [Container] } } }
}

/** The pod's part of a file, where the Deployment comes second. */
function podOf(path: string) {
  // A cluster validates the files when they are applied.
  const [, deployment] = yaml(path) as [object, Deployment]
  const { terminationGracePeriodSeconds, containers } = deployment.spec.template.spec
  const [{ env, resources }] = containers
  return {
    terminationGracePeriodSeconds,
    resources,
    env: new Map(env.map(({ name, value }) => [name, value])),
  }
}

test('a large model gets more memory', () => {
  expect(podOf('classifiers/on.yaml').resources).toMatchObject({
    requests: { memory: '128Mi' },
    limits: { memory: '384Mi' },
  })
  expect(podOf('classifiers/forest.yaml').resources).toMatchObject({
    requests: { memory: '1152Mi' },
    limits: { memory: '2432Mi' },
  })
})

describe.each([
  ['classifiers/tea-rose.yaml', ClassifierConfig],
  ['proxy.yaml', ProxyConfig],
])('%s', (path, config) => {
  const { terminationGracePeriodSeconds, env } = podOf(path)

  test('only sets options that the server has', () => {
    for (const name of env.keys()) expect(Object.keys(config.properties)).toContain(name)
  })

  test('gives a pod enough time to drain', () => {
    const drainMs = Number(env.get('DRAIN_DELAY_MS')) + Number(env.get('DRAIN_MS'))
    expect(drainMs).toBeGreaterThan(0)
    expect(terminationGracePeriodSeconds * 1000).toBeGreaterThan(drainMs)
  })
})

/** The documents of a file. */
function yaml(path: string): unknown[] {
  return [Bun.YAML.parse(files.get(path) ?? '')].flat()
}

test('with keys, the proxy mounts them as a folder, and all have the token; without, nothing is about them', () => {
  const keyed = baseFiles(garden('on'), { ...inside, hasKeys: true })
  const podOf = (path: string) => {
    const [, deployment] = (keyed.get(path) ?? '')
      .split('\n---\n')
      .map((text) => Bun.YAML.parse(text) as Keyed)
    return deployment?.spec.template.spec
  }
  const token = {
    name: 'UPSTREAM_TOKEN',
    valueFrom: { secretKeyRef: { name: 'upstream-token', key: 'token' } },
  }
  const proxy = podOf('proxy.yaml')
  expect(proxy?.volumes).toEqual([{ name: 'api-keys', secret: { secretName: 'api-keys' } }])
  expect(proxy?.containers[0]).toMatchObject({
    volumeMounts: [{ name: 'api-keys', mountPath: '/run/secrets/api-keys', readOnly: true }],
  })
  expect(proxy?.containers[0]?.env).toContainEqual({
    name: 'API_KEYS_FILE',
    value: '/run/secrets/api-keys/keys.json',
  })
  for (const path of ['proxy.yaml', 'classifiers/on.yaml'])
    expect(podOf(path)?.containers[0]?.env).toContainEqual(token)
  expect([...files.values()].join('')).not.toMatch(/TOKEN|KEYS|volumes/)
})

type Keyed = { spec: { template: { spec: { volumes?: object[]; containers: { env: object[] }[] } } } }
