import { describe, expect, test } from 'bun:test'
import { StartupError } from '@sepal/server'
import { garden } from '../../test/garden.ts'
import { replicaAddresses } from './replica-addresses.ts'

describe('replicaAddresses', () => {
  test('are the manifest’s ports on this machine where nothing is said', () => {
    expect(replicaAddresses(garden, { SERVICE_ROSE: '' })).toEqual({
      rose: ['127.0.0.1:8100'],
      'sun-flower': ['127.0.0.1:8101'],
      lily: ['127.0.0.1:8102'],
      oak_tree: ['127.0.0.1:8103'],
      moss2: ['127.0.0.1:8104'],
    })
  })

  test('are in this process where nothing is said, if that is the default', () => {
    expect(replicaAddresses(garden, { SERVICE_ROSE: '', SERVICE_LILY: 'lily:80' }, 'here')).toEqual({
      rose: ['here'],
      'sun-flower': ['here'],
      lily: ['lily:80'],
      oak_tree: ['here'],
      moss2: ['here'],
    })
  })

  test.each([
    ['rose:8000', ['rose:8000']],
    ['10.0.0.7:1', ['10.0.0.7:1']],
    ['rose-1.flowers.svc.cluster.local:65535', ['rose-1.flowers.svc.cluster.local:65535']],
    ['a:1,b:2, c:3 ', ['a:1', 'b:2', 'c:3']],
    ['[::1]:8000', ['[::1]:8000']],
    ['https://rose:8443,lily:80', ['https://rose:8443', 'lily:80']],
    ['here', ['here']],
  ])('%s', (text, addresses) => {
    expect(replicaAddresses(garden, { SERVICE_SUN_FLOWER: text })['sun-flower']).toEqual(addresses)
  })

  test.each([
    'rose',
    'rose:',
    ':8000',
    'rose:0',
    'rose:65536',
    'rose:80a',
    'http://rose:8000',
    'https://rose',
    'https://rose:8000/',
    'https://rose:8000#lily',
    'rose:8000/',
    'a:1,,b:2',
    'a:1,',
    ' ',
    '::1:8000',
    'ro se:8000',
    'user@rose:8000',
    'rose:8000?x',
    'rose:-1',
    'rose:+80',
    '[rose]:80',
    'here,rose:80',
    'Here',
  ])('%j is refused', (text) => {
    expect(() => replicaAddresses(garden, { SERVICE_OAK_TREE: text })).toThrow(
      new StartupError(
        `SERVICE_OAK_TREE is "${text}", expected host:port or https://host:port, several separated by commas, or here`,
      ),
    )
  })
})
