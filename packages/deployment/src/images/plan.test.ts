import { expect, test } from 'bun:test'
import iris from '../../../../models/ensemble.json' with { type: 'json' }
import { BASE, imagesOf, imageTogether } from './plan.ts'

const { setosa } = iris.classifiers

test('each classifier has an image with its own port, and the proxy one with no model', () => {
  const images = imagesOf(iris, 'models')
  expect(images.map(({ name }) => name)).toEqual(['setosa', 'virginica', 'versicolor', 'proxy'])
  expect(images[1]?.arguments).toEqual({
    CLASSIFIER: 'virginica',
    MODELS: 'models',
    PORT: '8001',
  })
  expect(images[3]).toEqual({
    name: 'proxy',
    dockerfile: 'docker/proxy.Dockerfile',
    arguments: { MODELS: 'models' },
  })
})

test('one image has all models of a folder', () => {
  expect(imageTogether('mine')).toEqual({
    name: 'together',
    dockerfile: 'docker/together.Dockerfile',
    arguments: { MODELS: 'mine' },
  })
})

test.each(['rose-', 'rose___red'])('a classifier called %s cannot name an image', (name) => {
  expect(() => imagesOf({ ...iris, classifiers: { [name]: setosa } }, 'models')).toThrow(
    `the classifier "${name}" cannot name an image`,
  )
})

test.each(['classifier', 'proxy', 'together'])(
  'docker/%s.Dockerfile builds on the base image and names it in its label',
  async (name) => {
    const dockerfile = await Bun.file(
      new URL(`../../../../docker/${name}.Dockerfile`, import.meta.url),
    ).text()
    const bases = [...dockerfile.matchAll(/^FROM (\S*:\S*)/gm)].map(([, base]) => base)
    expect(new Set(bases)).toEqual(new Set([BASE]))
    expect(dockerfile).toContain(`org.opencontainers.image.base.name=docker.io/${BASE}`)
    // The processor is asked of Bun, so that the image can be built for any.
    expect(dockerfile).not.toMatch(/x64|x86|amd64|arm64|aarch64/)
  },
)
