import { expect, test } from 'bun:test'
import { UsageError } from '@sepal/command-line'
import type { Manifest } from '@sepal/ensemble'
import { labelOf, planClassifiers, planProxy } from './plan.ts'

const garden: Manifest = {
  name: 'garden',
  features: { height: { number: { unit: 'cm', range: [1, 2] } } },
  sample: { height: 1.5 },
  classifiers: {
    'red-rose': { model: 'rose.onnx', port: 7001, probabilities: { rose: {}, rest: {} } },
    tulip: { model: 'tulip.onnx', port: 7002, probabilities: { tulip: {}, rest: {} } },
  },
  combine: { 'one-vs-rest': {} },
}
const defaults = { models: '/garden', replicas: {}, freePorts: false }

test('by default each classifier runs once, on its port in the manifest and on this machine only', () => {
  const specs = planClassifiers(garden, defaults)
  expect(specs.map(({ name, port, host }) => [name, port, host])).toEqual([
    ['red-rose', 7001, '127.0.0.1'],
    ['tulip', 7002, '127.0.0.1'],
  ])
  expect(specs[0]?.env).toEqual({ MODE: 'red-rose', MODEL_DIR: '/garden' })
})

test('further replicas take free ports', () => {
  const specs = planClassifiers(garden, { ...defaults, replicas: { tulip: 3 } })
  expect(specs.map((spec) => [labelOf(spec), spec.port])).toEqual([
    ['red-rose', 7001],
    ['tulip', 7002],
    ['tulip.2', 0],
    ['tulip.3', 0],
  ])
})

test('the final model of a stack is a process like the others', () => {
  const stack = { model: 'final.onnx', port: 7010, probabilities: { stay: {}, leave: {} } }
  const specs = planClassifiers({ ...garden, combine: { stack } }, { ...defaults, replicas: { stack: 2 } })
  expect(specs.slice(2).map((spec) => [labelOf(spec), spec.port, spec.env.MODE])).toEqual([
    ['stack', 7010, 'stack'],
    ['stack.2', 0, 'stack'],
  ])
})

test('with free ports no process has a fixed one', () => {
  const specs = planClassifiers(garden, { ...defaults, freePorts: true })
  expect(specs.map(({ port }) => port)).toEqual([0, 0])
})

test('replicas of an unknown classifier are refused with a list of the known ones', () => {
  expect(() => planClassifiers(garden, { ...defaults, replicas: { daisy: 2 } })).toThrow(
    new UsageError('--replicas names "daisy", expected one of red-rose, tulip'),
  )
})

const plan = {
  models: '/garden',
  host: '::',
  port: 7000,
  replica: 2,
  sharesPort: false,
  ports: new Map([
    ['red-rose', [7001, 7101]],
    ['tulip', [7002]],
  ]),
}

test('the proxy knows every replica of every classifier', () => {
  const spec = planProxy(plan)
  expect(spec).toMatchObject({ name: 'proxy', replica: 2, host: '::', port: 7000 })
  expect(spec.env).toEqual({
    SERVICE_RED_ROSE: '127.0.0.1:7001,127.0.0.1:7101',
    SERVICE_TULIP: '127.0.0.1:7002',
    MODEL_DIR: '/garden',
  })
})

test('proxies that share a port are started with REUSE_PORT', () => {
  expect(planProxy({ ...plan, sharesPort: true }).env).toMatchObject({ REUSE_PORT: 'true' })
})
