import { expect, test } from 'bun:test'
import { adviceOf, type Busyness } from './advice.ts'

const processes = (cores: Record<string, number>): Busyness[] =>
  Object.entries(cores).map(([label, used]) => ({ label, name: label.replace(/\.\d+$/, ''), cores: used }))

const machine = { load: 0.5, cores: 8, isTogether: false }

test('a classifier that fills a processor gets another process', () => {
  const advice = adviceOf({
    ...machine,
    processes: processes({ forest: 0.95, 'forest.2': 0.9, tree: 0.1, proxy: 0.4 }),
  })
  expect(advice).toEqual([
    'forest is the costliest classifier: 95 % of a processor with many callers.',
    'forest is the limit: try --replicas forest=3.',
  ])
})

test('so does a proxy, and cheap classifiers may run in it', () => {
  const advice = adviceOf({ ...machine, processes: processes({ forest: 0.3, tree: 0.1, proxy: 0.99 }) })
  expect(advice.slice(1)).toEqual([
    'The proxy is the limit: try --proxies 2.',
    'No classifier fills a processor: sepal bench --together shows what one process for all does.',
  ])
})

test('more processes do not help where every processor is busy', () => {
  const advice = adviceOf({
    processes: processes({ forest: 0.9, proxy: 0.6 }),
    load: 0.4,
    cores: 2,
    isTogether: false,
  })
  expect(advice.slice(1)).toEqual([
    'All 2 processors were busy, 20 % of them with the load: more processes do not help on this machine.',
  ])
})
