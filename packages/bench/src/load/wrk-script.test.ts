import { expect, test } from 'bun:test'
import { RESULT_MARK, wrkScript } from './wrk-script.ts'

test('every body is a Lua long string, which needs no escapes', () => {
  const script = wrkScript(['{"data":[[1]]}', '{"data":[[2]]}'])
  expect(script).toStartWith('local bodies = {\n  [==[{"data":[[1]]}]==],\n  [==[{"data":[[2]]}]==],\n}')
})

test('the results are on their own line', () => {
  expect(wrkScript([])).toContain(`io.write('${RESULT_MARK}'`)
  expect(wrkScript([])).toContain(`), '\\n')`)
})

test('headers are sent with each body', () => {
  expect(wrkScript([], { authorization: 'Bearer k' })).toContain(
    "local headers = { ['content-type'] = [==[application/json]==], ['authorization'] = [==[Bearer k]==] }",
  )
})
