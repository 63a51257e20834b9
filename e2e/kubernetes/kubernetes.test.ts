import { afterAll, beforeAll, beforeEach, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { classifierNames } from '@sepal/ensemble'
import { startSystem } from '@sepal/launcher'
import manifest from '../../models/ensemble.json' with { type: 'json' }
import { version } from '../../package.json' with { type: 'json' }
import { keepAsking } from '../callers.ts'
import { isSameEverywhere, makeCall, proxyCalls } from '../wire-calls.ts'
import { Cluster } from './cluster.ts'

/** Pods start, are probed, drain and stop here, ms. */
setDefaultTimeout(240_000)

const cluster = await Cluster.find(process.env)

const classifiers = classifierNames(manifest)
const deployments = [...classifiers, 'proxy']
const imageOf = (name: string, tag = version) => `sepal/${name}:${tag}`
/** The classifier that is scaled, updated and broken here. */
const CLASSIFIER = 'setosa'

describe('on Kubernetes', () => {
  if (typeof cluster === 'string') {
    console.warn(`SKIPPED: the tests on Kubernetes: ${cluster}`)
    test.skip('needs a cluster', () => {})
    return
  }
  let url = ''

  beforeAll(async () => {
    await cluster.loadImages(...deployments.map((name) => imageOf(name)))
    for (const name of [CLASSIFIER, 'proxy']) {
      await cluster.makeImage(imageOf(name, 'next'), imageOf(name), 'LABEL test=next')
    }
    await cluster.makeImage(imageOf(CLASSIFIER, 'broken'), imageOf(CLASSIFIER), 'ENV MODEL_DIR=/nowhere')
    const applied = await cluster.apply('one-node')
    expect(applied.stderr).toBe('')
    // Calls are logged at debug level. Applying again keeps what the manifests do not name.
    await cluster.kubectl('set', 'env', 'deployment', '--all', 'LOG_LEVEL=debug')
    url = `http://${await cluster.nodeAddress()}:30900`
  })

  /** Every test starts with the overlay as it is and one replica of each, whatever the previous one left. */
  beforeEach(async () => {
    await cluster.apply('one-node')
    await cluster.scale(deployments, 1)
  })

  afterAll(async () => {
    await cluster.remove('one-node')
    await cluster.forgetImages()
  })

  /** Some callers keep their connection open, some open a new one each time. None may miss an answer. */
  async function underLoad(work: () => Promise<void>) {
    const asked = { url, manifest }
    const callers = [keepAsking(asked, 4), keepAsking(asked, 4, { keepAlive: true })]
    try {
      await work()
    } finally {
      const told = await Promise.all(callers.map((some) => some.stop()))
      for (const { answered, wrong } of told) {
        expect(wrong).toEqual([])
        expect(answered).toBeGreaterThan(0)
      }
    }
  }

  test.each(['one-node', 'production'])(
    'the overlay %s passes strict validation without a warning',
    async (overlay) => {
      const { stderr } = await cluster.apply(overlay, '--dry-run=server')
      expect(stderr).toBe('')
    },
  )

  test('a pod that requests more than the restricted standard allows is refused', async () => {
    const refused = await cluster.attempt('run', 'nosy', `--image=${imageOf('proxy')}`, '--privileged')
    expect(refused.stderr).toContain('violates PodSecurity "restricted')
    expect(refused.code).not.toBe(0)
  })

  test('every call of the wire has the same answer as elsewhere', async () => {
    await using here = await startSystem({ port: 0, freePorts: true })
    for (const call of proxyCalls) {
      const answer = await makeCall(url, call)
      expect({ call, status: answer.status }).toEqual({ call, status: 200 })
      if (isSameEverywhere(call))
        expect({ call, ...answer }).toEqual({ call, ...(await makeCall(here.url, call)) })
    }
  })

  test('the proxy uses the new pods of a scaled classifier, and loses no request when pods go', async () => {
    await underLoad(async () => {
      await cluster.scale([CLASSIFIER], 3)
      const pods = await cluster.pods(CLASSIFIER)
      expect(pods).toHaveLength(3)
      await Promise.all(pods.map((pod) => cluster.seen('"predicted"', 'logs', '--follow', '--since=1s', pod)))
      await cluster.scale([CLASSIFIER], 1)
      const left = await cluster.pods(CLASSIFIER)
      await Promise.all(pods.filter((pod) => !left.includes(pod)).map((pod) => cluster.gone(pod)))
    })
  })

  test('a classifier with more load than the target of its autoscaler gets another replica, the others do not', async () => {
    const bounds = { minReplicas: 1, maxReplicas: 2 }
    const others = classifiers.filter((name) => name !== CLASSIFIER)
    // An idle one takes 2m, those with these callers 50m to 150m, more on faster machines.
    await cluster.patchAutoscaler(CLASSIFIER, { ...bounds, cpu: '20m' })
    // As many as they can take: how much load that is depends on the machine.
    for (const name of others) await cluster.patchAutoscaler(name, { ...bounds, cpu: '2' })
    await underLoad(async () => {
      await cluster.hasReplicas([CLASSIFIER], 2)
      for (const pod of await cluster.pods(CLASSIFIER)) {
        await cluster.seen('"predicted"', 'logs', '--follow', '--since=1s', pod)
      }
    })
    await cluster.hasReplicas(others, 1)
  })

  test.each([CLASSIFIER, 'proxy'])('a new image of %s takes over, and no request fails', async (name) => {
    const [old = ''] = await cluster.pods(name)
    await underLoad(async () => {
      await cluster.setImage(name, imageOf(name, 'next'))
      await cluster.hasReplicas([name], 1)
      await cluster.gone(old)
    })
    expect(await cluster.imagesOf(name)).toEqual([imageOf(name, 'next')])
  })

  test('an image that is broken or does not exist never takes over', async () => {
    const [classifier = ''] = await cluster.pods(CLASSIFIER)
    const [proxy = ''] = await cluster.pods('proxy')
    await underLoad(async () => {
      await cluster.setImage(CLASSIFIER, imageOf(CLASSIFIER, 'broken'))
      await cluster.setImage('proxy', imageOf('proxy', 'missing'))
      await cluster.seen('CrashLoopBackOff', 'get', 'pods', '--watch')
      await cluster.seen(/ErrImagePull|ErrImageNeverPull|ImagePullBackOff/, 'get', 'pods', '--watch')
    })
    expect(await cluster.readyPods(CLASSIFIER)).toEqual([classifier])
    expect(await cluster.readyPods('proxy')).toEqual([proxy])
  })

  test('a deleted pod finishes its accepted requests and exits with 0', async () => {
    await cluster.scale([CLASSIFIER, 'proxy'], 2)
    const pods = [...(await cluster.pods(CLASSIFIER)).slice(1), ...(await cluster.pods('proxy')).slice(1)]
    await underLoad(async () => {
      const exits = pods.map((pod) => cluster.exitCode(pod))
      await cluster.kubectl('delete', 'pod', '--wait=false', ...pods)
      expect(await Promise.all(exits)).toEqual([0, 0])
      await cluster.hasReplicas([CLASSIFIER, 'proxy'], 2)
    })
  })

  test('a replica killed without time to drain costs no request', async () => {
    await cluster.scale([CLASSIFIER], 2)
    const [pod = ''] = await cluster.pods(CLASSIFIER)
    await underLoad(async () => {
      await cluster.kubectl('delete', 'pod', pod, '--grace-period=0', '--force')
      await cluster.hasReplicas([CLASSIFIER], 2)
    })
  })

  test('a drained node keeps one pod of each until another can take over', async () => {
    await cluster.scale(deployments, 2)
    const node = await cluster.nodeName()
    try {
      await underLoad(async () => {
        const drained = await cluster.attempt(
          'drain',
          node,
          '--pod-selector=app.kubernetes.io/part-of=sepal',
          '--timeout=12s',
        )
        expect(drained.stderr).toContain("would violate the pod's disruption budget")
      })
      for (const name of deployments) expect(await cluster.readyPods(name)).toHaveLength(1)
    } finally {
      await cluster.kubectl('uncordon', node)
    }
  })
})
