import { expect, test } from 'bun:test'
import { UsageError } from '@sepal/command-line'
import type { Manifest } from '@sepal/ensemble'
import { labelOf, planClassifiers, planProxy, togetherOf } from './plan.ts'

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
const defaults = { models: '/garden', replicas: {}, freePorts: false, together: [] }

test('by default each classifier runs once, on its port in the manifest and on this machine only', () => {
  const specs = planClassifiers(garden, defaults)
  expect(specs.map(({ name, port, host }) => [name, port, host])).toEqual([
    ['red-rose', 7001, '127.0.0.1'],
    ['tulip', 7002, '127.0.0.1'],
  ])
  expect(specs[0]?.env).toEqual({
    MODE: 'red-rose',
    MODEL_DIR: '/garden',
    TLS_CERT: '',
    TLS_KEY: '',
  })
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
  together: [],
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

test('a classifier in the proxy’s process has no process of its own, and the proxy is told so', () => {
  const specs = planClassifiers(garden, { ...defaults, together: ['red-rose'] })
  expect(specs.map(({ name }) => name)).toEqual(['tulip'])
  const ports = new Map([['tulip', [7002]]])
  expect(planProxy({ ...plan, ports, together: ['red-rose'] }).env).toMatchObject({
    SERVICE_RED_ROSE: 'here',
    SERVICE_TULIP: '127.0.0.1:7002',
  })
})

test('classifiers are together by name, by their variable, or all', () => {
  expect(togetherOf(garden, [], {})).toEqual([])
  expect(togetherOf(garden, ['tulip'], {})).toEqual(['tulip'])
  expect(togetherOf(garden, [], { SERVICE_RED_ROSE: 'here', SERVICE_TULIP: 'elsewhere:80' })).toEqual([
    'red-rose',
  ])
  expect(togetherOf(garden, [], { CLASSIFIERS: 'here', SERVICE_TULIP: 'elsewhere:80' })).toEqual(['red-rose'])
  expect(togetherOf(garden, 'all', {})).toEqual(['red-rose', 'tulip'])
  expect(() => togetherOf(garden, ['daisy'], {})).toThrow(
    new UsageError('--together names "daisy", expected one of red-rose, tulip'),
  )
})

test('a classifier in the proxy’s process cannot have replicas', () => {
  const options = { ...defaults, replicas: { tulip: 2 }, together: ['tulip'] }
  expect(() => planClassifiers(garden, options)).toThrow(
    new UsageError(
      `--replicas names "tulip", which runs in the proxy's process; --proxies runs more of those`,
    ),
  )
})
