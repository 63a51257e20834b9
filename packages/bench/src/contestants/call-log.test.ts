import { expect, test } from 'bun:test'
import { CallLog } from './call-log.ts'

test('calls over the socket and over HTTP are counted, and nothing else is', () => {
  const log = new CallLog()
  log.read('setosa', '{"level":"info","requestIds":["a"],"rows":7,"ms":0.2,"msg":"predicted"}')
  log.read('setosa', '{"level":"info","method":"POST","path":"/predict","status":200,"ms":1,"msg":"request"}')
  log.read('setosa', '{"level":"info","method":"GET","path":"/health","status":200,"ms":1,"msg":"request"}')
  log.read('virginica', '{"level":"info","msg":"listening"}')
  expect([...log.counts()]).toEqual([['setosa', 2]])
})
