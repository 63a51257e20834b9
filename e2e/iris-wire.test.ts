import { expect, test } from 'bun:test'
import { irisWire } from './iris-wire.ts'

test('callers of version 0.1 get the same bytes as then', async () => {
  const recorded = await Bun.file(new URL('iris-wire.golden.json', import.meta.url)).json()
  expect(await irisWire()).toEqual(recorded)
})
