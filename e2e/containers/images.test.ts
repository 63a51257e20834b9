import { beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { BASE } from '@sepal/deployment'
import { classifierNames } from '@sepal/ensemble'
import manifest from '../../models/ensemble.json' with { type: 'json' }
import { version } from '../../package.json' with { type: 'json' }
import { buildImages, findEngine, imageOf, images } from './engine.ts'

/** Images are built here, the first time from scratch, ms. */
setDefaultTimeout(300_000)

const docker = await findEngine('the images')
const classifiers = classifierNames(manifest)

/** The max size that an image may add to its base, bytes. */
const MOST = { classifier: 54_000_000, proxy: 7_700_000 }

describe('images', () => {
  if (docker === undefined) {
    test.skip('need a Docker engine', () => {})
    return
  }

  beforeAll(buildImages)

  /** Runs TypeScript in an image, under its strictest settings. */
  const evaluate = (image: string, script: string) => {
    const hardened = [
      '--rm',
      '--read-only',
      '--cap-drop=ALL',
      '--security-opt=no-new-privileges',
      '--network=none',
    ]
    return docker.output(['run', ...hardened, '--entrypoint=bun', image, '--eval', script])
  }

  test.each(images)('$image is small', async ({ name, image }) => {
    const added = (await docker.sizeOf(image)) - (await docker.sizeOf(BASE))
    expect(added).toBeGreaterThan(0)
    expect(added).toBeLessThanOrEqual(name === 'proxy' ? MOST.proxy : MOST.classifier)
  })

  test.each(images)('$image has labels, and does not run as root', async ({ name, image }) => {
    const { User, Labels, Entrypoint, Healthcheck } = JSON.parse(
      await docker.output(['image', 'inspect', '--format', '{{json .Config}}', image]),
    )
    expect(User).toBe('1000:1000')
    expect(Labels).toMatchObject({
      'org.opencontainers.image.version': version,
      'org.opencontainers.image.revision': expect.stringMatching(/^[0-9a-f]{7,}(-dirty)?$/),
      'org.opencontainers.image.licenses': 'MIT',
      'org.opencontainers.image.base.name': `docker.io/${BASE}`,
    })
    expect(Entrypoint).toEqual(['bun', name === 'proxy' ? 'proxy.js' : 'classifier.js'])
    expect(Healthcheck.Test).toEqual(['CMD', 'bun', 'healthcheck.js'])
  })

  test.each(classifiers)(
    'the image of %s has its own model, and nothing for another platform',
    async (name) => {
      const list = `console.log(JSON.stringify([...new Bun.Glob('{models,node_modules}/**/*.{onnx,node,so,so.*,dll,dylib}').scanSync('/app')]))`
      const files: string[] = JSON.parse(await evaluate(imageOf(name), list))
      const models = files.filter((file) => file.startsWith('models/'))
      expect(models).toEqual([`models/${manifest.classifiers[name].model}`])
      const libraries = files.filter((file) => file.startsWith('node_modules/'))
      expect(libraries.length).toBeGreaterThan(0)
      const platforms = libraries.map((file) => file.split('/').slice(4, 6).join('/'))
      expect(new Set(platforms)).toEqual(
        new Set([await evaluate(imageOf(name), `console.log('linux/' + process.arch)`)]),
      )
    },
  )

  test.each(images)(
    '$image has no cache, no registry settings and no other packages',
    async ({ name, image }) => {
      const look = `
      const glob = new Bun.Glob('{root,home/bun,tmp,src,build}/**')
      console.log(JSON.stringify([...glob.scanSync({ cwd: '/', dot: true })]))`
      const files: string[] = JSON.parse(await evaluate(image, look))
      expect(files.filter((file) => /cache|npmrc|node_modules|package\.json/.test(file))).toEqual([])
      const packages = `console.log(JSON.stringify([...new Bun.Glob('node_modules/*').scanSync({ cwd: '/app', onlyFiles: false })].sort()))`
      expect(JSON.parse(await evaluate(image, packages))).toEqual(
        name === 'proxy' ? [] : ['node_modules/onnxruntime-common', 'node_modules/onnxruntime-node'],
      )
    },
  )
})
