import { afterAll, expect, test } from 'bun:test'
import { cp, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import iris from '../../../models/ensemble.json' with { type: 'json' }
import { systemOf, typed } from './system.ts'
import { systemNameOf } from './system-name.ts'

const IRIS = join(import.meta.dir, '../../../models')
const project = await mkdtemp(join(tmpdir(), 'sepal-project-'))
afterAll(() => rm(project, { recursive: true }))
const models = join(project, 'models')
await cp(IRIS, models, { recursive: true })

async function withManifest(manifest: object) {
  await Bun.write(join(models, 'ensemble.json'), JSON.stringify(manifest))
}

test('all of it follows from the ensemble and the version of its project', async () => {
  await withManifest({ ...iris, name: 'Sepal & petal, 2nd' })
  const name = 'sepal-petal-2nd'
  expect(await systemOf({ models })).toMatchObject({ name, repository: name, tag: 'latest' })
  await Bun.write(join(project, 'package.json'), '{"version":"1.4.0"}')
  expect(await systemOf({ models, name: 'other' })).toMatchObject({
    name: 'other',
    repository: 'other',
    tag: '1.4.0',
  })
  expect(await systemOf({ models, repository: 'ghcr.io/us', tag: '7' })).toMatchObject({
    name,
    repository: 'ghcr.io/us',
    tag: '7',
  })
})

test('the final model of a stack is a service', async () => {
  const stack = { model: 'setosa.onnx', port: 8003, probabilities: { yes: {}, no: {} } }
  await withManifest({ ...iris, combine: { stack } })
  const { services } = await systemOf({ models })
  expect(services.at(-1)).toEqual({
    name: 'stack',
    port: 8003,
    variable: 'SERVICE_STACK',
    modelBytes: Bun.file(join(IRIS, 'setosa.onnx')).size,
  })
})

test('a model that is missing is named, with what to do', async () => {
  const setosa = { ...iris.classifiers.setosa, model: 'gone.onnx' }
  await withManifest({ ...iris, classifiers: { ...iris.classifiers, setosa } })
  expect(systemOf({ models })).rejects.toThrow(
    /^setosa: [\s\S]*gone\.onnx[\s\S]*put the file there, or correct/,
  )
})

test.each([
  ['Kredit-Prüfung', 'kredit-pr-fung'],
  ['2024 churn', 'churn'],
  ['価格', 'sepal'],
  ['x'.repeat(70), 'x'.repeat(63)],
])('the ensemble %s is the system %s', (name, expected) => {
  expect(systemNameOf({ name })).toBe(expected)
})

test('a command can be typed again', () => {
  expect(typed('sepal compose', { swarm: true, check: false, out: "it's here.yml", tag: undefined })).toBe(
    "sepal compose --swarm --out 'it'\\''s here.yml'",
  )
})
