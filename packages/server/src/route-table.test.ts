import { describe, expect, test } from 'bun:test'
import { RouteTable } from './route-table.ts'

describe('RouteTable', () => {
  const table = new RouteTable()
  table.learn([
    { path: '/predict', method: 'POST' },
    { path: '/predict', method: 'PUT' },
    { path: '/health', method: 'GET' },
    { path: '/socket', method: 'WS' },
    { path: '/', method: 'GET' },
    { path: '/pages/:file', method: 'GET' },
  ])

  test.each([
    ['/predict', ['POST', 'PUT']],
    ['/predict/', ['POST', 'PUT']],
    ['/health', ['GET', 'HEAD']],
    ['/socket', []],
    ['/', ['GET', 'HEAD']],
    ['/predict//', []],
    ['/predictions', []],
    ['/predict/x', []],
    ['/pages/a.js', ['GET', 'HEAD']],
    ['/pages/a.js/', ['GET', 'HEAD']],
    ['/pages/', []],
    ['/pages/a/b', []],
    ['', []],
  ])('at %j it takes %j', (path, methods) => {
    expect(table.methodsAt(path)).toEqual(methods)
  })

  test.each([
    ['/models/predict', { path: '/predict', prefix: '/models' }],
    ['/a/b/predict/', { path: '/predict/', prefix: '/a/b' }],
    ['/models/pages/a.js', { path: '/pages/a.js', prefix: '/models' }],
    ['//predict', { path: '/predict', prefix: '/' }],
    ['/Predict', { path: '/predict' }],
    ['/predcit', { path: '/predict' }],
    ['/models/', undefined],
    ['/models', undefined],
    ['', undefined],
    [`/${'x'.repeat(200)}/predict`, undefined],
  ])('%j was probably meant as %j', (path, meant) => {
    expect(table.meantBy(path)).toEqual(meant)
  })

  test('knows which path takes WebSocket connections', () => {
    const paths = ['/socket', '/socket/', '/predict', '/nowhere']
    expect(paths.map((path) => table.isSocket(path))).toEqual([true, true, false, false])
  })
})
