import { expect, test } from 'bun:test'
import iris from '../../models/ensemble.json' with { type: 'json' }
import { devDependencies } from '../../package.json' with { type: 'json' }
import { BASE, imagesOf } from './plan.ts'

const { setosa } = iris.classifiers

test('each classifier has an image with its own model and port, the proxy one with none', () => {
  const images = imagesOf(iris, 'models')
  expect(images.map(({ name }) => name)).toEqual(['setosa', 'virginica', 'versicolor', 'proxy'])
  expect(images[1]?.arguments).toEqual({
    CLASSIFIER: 'virginica',
    MODEL: 'virginica.onnx',
    MODELS: 'models',
    PORT: '8001',
  })
  expect(images[3]).toEqual({
    name: 'proxy',
    dockerfile: 'docker/proxy.Dockerfile',
    arguments: { MODELS: 'models' },
  })
})

test.each(['rose-', 'rose___red'])('a classifier cannot give its name to an image: %s', (name) => {
  expect(() => imagesOf({ ...iris, classifiers: { [name]: setosa } }, 'models')).toThrow(
    `the classifier "${name}" cannot give an image its name`,
  )
})

test.each(['classifier', 'proxy'])(
  'docker/%s.Dockerfile stands on the base, of the tested Bun',
  async (name) => {
    const dockerfile = await Bun.file(new URL(`../../docker/${name}.Dockerfile`, import.meta.url)).text()
    const bases = [...dockerfile.matchAll(/^FROM (\S*:\S*)/gm)].map(([, base]) => base)
    expect(new Set(bases)).toEqual(new Set([BASE]))
    expect(dockerfile).toContain(`org.opencontainers.image.base.name=docker.io/${BASE}`)
    // For whatever processor it is built, Bun says which one that is.
    expect(dockerfile).not.toMatch(/x64|x86|amd64|arm64|aarch64/)
    expect(BASE).toBe(`oven/bun:${devDependencies['bun-types']}-slim`)
  },
)
