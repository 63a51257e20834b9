import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { classifierNames } from '@sepal/ensemble'
import manifest from '../../models/ensemble.json' with { type: 'json' }
import { makeCall, proxyCalls } from '../wire-calls.ts'
import { buildImages, deriveImage, findEngine, imageOf } from './engine.ts'
import { Stack } from './stack.ts'
import { underLoad } from './under-load.ts'

/** Tasks start, become healthy, are watched and drain here, ms. */
setDefaultTimeout(200_000)

const docker = await findEngine('a swarm')
/** The service that is updated, broken and scaled here. */
const CLASSIFIER = classifierNames(manifest)[0] ?? ''
const now = imageOf(CLASSIFIER)
const [next, broken] = [`sepal-test/${CLASSIFIER}:next`, `sepal-test/${CLASSIFIER}:broken`]

describe('docker stack deploy', () => {
  if (docker === undefined) {
    test.skip('needs a Docker engine', () => {})
    return
  }
  let stack: Stack

  beforeAll(async () => {
    await buildImages()
    await deriveImage(docker, next, now, 'LABEL test=next')
    await deriveImage(docker, broken, now, 'ENV MODEL_DIR=/nowhere')
    stack = await Stack.deploy(docker)
  })
  afterAll(async () => {
    await stack?.[Symbol.asyncDispose]()
    await docker.output(['image', 'rm', '--force', next, broken])
  })

  test.each(proxyCalls)('%s is answered by the stack', async (call) => {
    expect(await makeCall(stack.url, call)).toMatchObject({ status: 200 })
  })

  test('a new image of a classifier takes over under load, and no request fails', async () => {
    expect(await underLoad(stack.url, () => stack.update(CLASSIFIER, next))).toBe('completed')
    expect(new Set(await stack.imagesOf(CLASSIFIER))).toEqual(new Set([next]))
  })

  test('a broken image is rolled back, and no request fails', async () => {
    expect(await underLoad(stack.url, () => stack.update(CLASSIFIER, broken))).toBe('rollback_completed')
    expect(new Set(await stack.imagesOf(CLASSIFIER))).toEqual(new Set([next]))
  })

  test('scaling a classifier up uses each task, and scaling it down loses no request', async () => {
    await underLoad(stack.url, async () => {
      await stack.scale(CLASSIFIER, 4)
      await stack.allAsked(CLASSIFIER)
      await stack.scale(CLASSIFIER, 1)
    })
  })
})
