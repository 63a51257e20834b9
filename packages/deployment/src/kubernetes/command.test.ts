import { afterAll, expect, spyOn, test } from 'bun:test'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { kubernetesCommand, runKubernetes } from './command.ts'

const root = join(import.meta.dir, '../../../..')
const out = await mkdtemp(join(tmpdir(), 'sepal-kubernetes-'))
const log = spyOn(console, 'log').mockImplementation(() => {})
afterAll(async () => {
  log.mockRestore()
  await rm(out, { recursive: true })
})
const run = () =>
  runKubernetes(kubernetesCommand.read(['--models', join(root, 'models'), '--out', out, '--name', 'sepal']))
const overlay = (folder: string) => Bun.file(join(folder, 'overlays/one-node/kustomization.yaml'))

test('overlays are written once, as those of this repository are, and then are the user’s own', async () => {
  await run()
  expect(await overlay(out).text()).toBe(await overlay(join(root, 'docker/kubernetes')).text())
  await overlay(out).write('mine: true\n')
  expect(await run()).toBe(0)
  expect(await overlay(out).text()).toBe('mine: true\n')
})
