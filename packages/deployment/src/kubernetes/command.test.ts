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
const run = (...options: string[]) =>
  runKubernetes(
    kubernetesCommand.read(['--models', join(root, 'models'), '--out', out, '--name', 'sepal', ...options]),
  )
const overlay = (folder: string, name = 'one-node') =>
  Bun.file(join(folder, `overlays/${name}/kustomization.yaml`))
const host = ['--host', 'sepal.example.org']

test('overlays are written once, as those of this repository are, and then are the user’s own', async () => {
  await run(...host)
  for (const name of ['one-node', 'production']) {
    expect(await overlay(out, name).text()).toBe(await overlay(join(root, 'docker/kubernetes'), name).text())
  }
  await overlay(out).write('mine: true\n')
  expect(await run(...host)).toBe(0)
  expect(await overlay(out).text()).toBe('mine: true\n')
})

// A new one each time: it remembers the size that it saw.
const ingress = () => Bun.file(join(out, 'base/ingress/ingress.yaml'))

test('the Ingress comes and goes with the host, and an overlay that does not fit is named', async () => {
  const { name = '' } = overlay(out, 'production')
  await overlay(out, 'production')
    .delete()
    .catch(() => {})
  await run()
  expect([await Bun.file(name).text(), await ingress().exists()]).toEqual([
    expect.not.stringContaining('ingress'),
    false,
  ])
  await run(...host, '--ingress-class', 'nginx')
  expect(await ingress().text()).toContain('--host sepal.example.org --ingress-class nginx ')
  expect(log.mock.lastCall).toEqual([
    `${name} is yours and has no Ingress yet: add ../../base/ingress to its components`,
  ])

  await Bun.file(name).delete()
  await run(...host)
  expect(log.mock.lastCall).toEqual([`wrote ${name}`])
  await run()
  expect(await ingress().exists()).toBeFalse()
  expect(log.mock.lastCall).toEqual([
    `${name} is yours and names ../../base/ingress, which is made with --host only: remove it from its components`,
  ])
})

test('a class without a host is a mistake', async () => {
  await expect(run('--ingress-class', 'nginx')).rejects.toThrow('--ingress-class needs an Ingress')
})
