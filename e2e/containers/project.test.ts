import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test'
import { chmod, cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { linearModel } from '@sepal/classifier/testing/edited-model'
import { eventually } from '@sepal/server/testing'
import iris from '../../models/ensemble.json' with { type: 'json' }
import { Composition } from './composition.ts'
import { findEngine, root, sepal } from './engine.ts'

/** Images are built and containers become healthy here, ms. */
setDefaultTimeout(300_000)

const docker = await findEngine('a project of its own')
const body = JSON.stringify({ data: [Object.values(iris.sample)] })

describe('a project outside this repository', () => {
  if (docker === undefined) {
    test.skip('needs a Docker engine', () => {})
    return
  }
  let project = ''

  beforeAll(async () => {
    project = await mkdtemp(join(tmpdir(), 'sepal-project-'))
    // A folder that is mounted must be readable for the user in the container.
    await chmod(project, 0o755)
    const models = join(project, 'models')
    await cp(join(root, 'models'), models, { recursive: true })
    await Bun.write(join(models, 'final.onnx'), linearModel(3, 2))
    const stack = { model: 'final.onnx', port: 8003, probabilities: { no: {}, yes: {} } }
    await Bun.write(
      join(models, 'ensemble.json'),
      JSON.stringify({ ...iris, name: 'Sepal test', combine: { stack } }),
    )
    await Bun.write(join(project, 'package.json'), '{"version":"3.1.4"}')
  })
  afterAll(async () => {
    const names = [...Object.keys(iris.classifiers), 'stack', 'proxy', 'server']
    await docker.output(['image', 'rm', '--force', ...names.map((name) => `sepal-test/${name}:3.1.4`)])
    await rm(project, { recursive: true })
  })

  test('sepal images and sepal compose start a stack with its final model', async () => {
    await sepal(project, 'images')
    await sepal(project, 'compose')
    await using system = await Composition.up(docker, project)
    const answer = await fetch(`${system.url}/predict/label`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body,
    })
    expect([answer.status, await answer.json()]).toMatchObject([200, { prediction: { label: 'yes' } }])
  })

  test.each([
    ['a classifier', ['--env=MODE=virginica'], 8001, '/predict', 'prediction'],
    ['the proxy with all of them', ['--env=CLASSIFIERS=here'], 9000, '/predict/label', 'label'],
  ])('the generic image is %s of the mounted models', async (_, options, port, path, member) => {
    await sepal(project, 'images', '--generic', '--repository', 'sepal-test', '--tag', '3.1.4')
    const mounted = [`--volume=${join(project, 'models')}:/models:ro`, '--read-only', '--cap-drop=ALL']
    const run = ['run', '--detach', `--publish=127.0.0.1::${port}`, ...mounted, ...options]
    const container = (await docker.output([...run, 'sepal-test/server:3.1.4'])).trim()
    try {
      await eventually(
        () => docker.output(['inspect', '--format', '{{.State.Health.Status}}', container]),
        (status) => status === 'healthy',
        { withinMs: 60_000 },
      )
      const address = await docker.output(['port', container, String(port)])
      const answer = await fetch(`http://${address}${path}`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      })
      expect([answer.status, await answer.text()]).toEqual([200, expect.stringContaining(member)])
    } finally {
      await docker.output(['rm', '--force', container])
    }
  })
})
