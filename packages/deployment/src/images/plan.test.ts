import { describe, expect, test } from 'bun:test'
import iris from '../../../../models/ensemble.json' with { type: 'json' }
import { BASE } from './base-image.ts'
import { dockerfileOf, GENERIC, type Image, imagesOf, TOGETHER } from './plan.ts'

const { setosa } = iris.classifiers
const labels = { version: '1.2.3', revision: 'abc1234' }

test('each model has an image with its own port, the final model of a stack too, and the proxy comes last', () => {
  const combine = { stack: { model: 'final.onnx', port: 8003, probabilities: { yes: {}, no: {} } } }
  expect(imagesOf({ ...iris, combine })).toEqual([
    { name: 'setosa', kind: 'classifier', port: 8000 },
    { name: 'virginica', kind: 'classifier', port: 8001 },
    { name: 'versicolor', kind: 'classifier', port: 8002 },
    { name: 'stack', kind: 'classifier', port: 8003 },
    { name: 'proxy', kind: 'proxy', port: 9000 },
  ])
})

test.each(['rose-', 'rose___red'])('a classifier called %s cannot name an image', (name) => {
  expect(() => imagesOf({ ...iris, classifiers: { [name]: setosa } })).toThrow(
    `the classifier "${name}" cannot name an image`,
  )
})

describe('a Dockerfile', () => {
  const of = (image: Image, license?: string) => dockerfileOf(image, { ...labels, license }, BASE)
  const classifier = of({ name: 'rose', kind: 'classifier', port: 7000 })

  test('copies what changes least first, for any processor', () => {
    expect(classifier.match(/^COPY .*$/gm)).toEqual([
      `COPY runtime/\${TARGETARCH} ./`,
      'COPY servers/classifier ./',
      'COPY models/rose models/',
      'COPY sbom/rose.cdx.json sbom.cdx.json',
    ])
    expect(classifier).not.toMatch(/^RUN/m)
  })

  test('names the classifier and its port', () => {
    expect(classifier).toContain(
      'ENV MODE=rose HOST=:: PORT=7000 MODEL_DIR=/app/models NODE_ENV=production BUN_GC_TIMER_INTERVAL=10000\nEXPOSE 7000\n',
    )
  })

  test('has no models and no port where both are mounted', () => {
    const generic = of(GENERIC)
    expect(generic).toContain('ENV MODE=proxy HOST=:: MODEL_DIR=/models ')
    expect(generic).not.toMatch(/COPY models|EXPOSE/)
  })

  test('runs all classifiers in the process of the proxy', () => {
    expect(of(TOGETHER)).toContain('CLASSIFIERS=here')
  })

  test('claims a license only if the project has one', () => {
    expect(classifier).not.toContain('licenses')
    expect(of(TOGETHER, 'MIT')).toContain('org.opencontainers.image.licenses="MIT"')
  })
})
