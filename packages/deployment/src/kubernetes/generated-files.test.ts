import { describe, expect, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { ClassifierConfig } from '@sepal/classifier'
import { ProxyConfig } from '@sepal/proxy'
import iris from '../../../../models/ensemble.json' with { type: 'json' }
import { version } from '../../../../package.json' with { type: 'json' }
import { differences, settle } from './difference.ts'
import { generatedFiles } from './generated-files.ts'

const folder = fileURLToPath(new URL('../../../../docker/kubernetes', import.meta.url))
const text = (path: string) => Bun.file(join(folder, path)).text()
const template = await text('templates/classifier.yaml')
const source = { repository: 'sepal', tag: version }

const garden = (...names: string[]) => ({
  ...iris,
  classifiers: Object.fromEntries(
    names.map((name, i) => [name, { model: `${name}.onnx`, port: 7000 + i, classes: [name, 'rest'] }]),
  ),
})

test('the committed files are what the manifest gives (bun run build:kubernetes)', async () => {
  expect(await differences(generatedFiles(iris, template, source), join(folder, 'base'))).toEqual([])
})

describe('the generated files', () => {
  const files = generatedFiles(garden('rose', 'tea_rose'), template, {
    repository: 'registry:5000/team',
    tag: '7',
  })

  test('have a complete file for each classifier', () => {
    expect([...files.keys()]).toEqual([
      'classifiers/rose.yaml',
      'classifiers/tea-rose.yaml',
      'classifiers/kustomization.yaml',
      'images/kustomization.yaml',
    ])
    expect([...files.values()].join('')).not.toMatch(/\$[A-Z]/)
  })

  test('give the proxy the address of each classifier, by a valid Service name', () => {
    const { configMapGenerator } = yaml(files.get('classifiers/kustomization.yaml'))
    expect(configMapGenerator).toEqual([
      {
        name: 'classifier-addresses',
        literals: ['SERVICE_ROSE=rose:7000', 'SERVICE_TEA_ROSE=tea-rose:7001'],
      },
    ])
  })

  test('have every image, with the repository and the tag', () => {
    const { images } = yaml(files.get('images/kustomization.yaml'))
    expect(images).toEqual(
      ['proxy', 'rose', 'tea_rose'].map((name) => ({
        name: `sepal/${name}`,
        newName: `registry:5000/team/${name}`,
        newTag: '7',
      })),
    )
  })

  test.each([
    ['proxy', 'has a name that the manifests use for something else'],
    ['rose-', 'cannot have a Service'],
    ['r'.repeat(64), 'cannot have a Service'],
  ])('cannot be made for a classifier called %s', (name, reason) => {
    expect(() => generatedFiles(garden(name), template, source)).toThrow(reason)
  })
})

test('the file of a removed classifier is deleted, and a second run finds nothing to do', async () => {
  const base = await mkdtemp(join(tmpdir(), 'sepal-kubernetes-'))
  try {
    const before = generatedFiles(garden('rose', 'iris'), template, source)
    await settle(await differences(before, base), before, base)
    const after = generatedFiles(garden('rose'), template, source)
    const found = await differences(after, base)
    expect(found.map(({ path, state }) => `${path}: ${state}`)).toEqual([
      'classifiers/kustomization.yaml: different',
      'images/kustomization.yaml: different',
      'classifiers/iris.yaml: of no classifier',
    ])
    await settle(found, after, base)
    expect(await differences(after, base)).toEqual([])
  } finally {
    await rm(base, { recursive: true })
  }
})

/** What this reads of a Service, and of the Deployment that comes after it in a file. */
type Documents = [
  service: object,
  deployment: {
    spec: {
      template: {
        spec: {
          terminationGracePeriodSeconds: number
          containers: [{ env: { name: string; value: string }[] }]
        }
      }
    }
  },
]

describe.each([
  ['templates/classifier.yaml', ClassifierConfig],
  ['base/proxy.yaml', ProxyConfig],
])('%s', async (path, config) => {
  // The files are this repository's own, and a cluster validates them when they are applied.
  const [, { spec }] = Bun.YAML.parse(await text(path)) as Documents
  const { terminationGracePeriodSeconds, containers } = spec.template.spec
  const env = new Map(containers[0].env.map(({ name, value }) => [name, value]))

  test('only sets options that the server has', () => {
    for (const name of env.keys()) expect(Object.keys(config.properties)).toContain(name)
  })

  test('gives a pod enough time to drain', () => {
    const drainMs = Number(env.get('DRAIN_DELAY_MS')) + Number(env.get('DRAIN_MS'))
    expect(drainMs).toBeGreaterThan(0)
    expect(terminationGracePeriodSeconds * 1000).toBeGreaterThan(drainMs)
  })
})

function yaml(file: string | undefined): Record<string, unknown> {
  const parsed: unknown = Bun.YAML.parse(file ?? '')
  return Object.fromEntries(Object.entries(parsed ?? {}))
}
