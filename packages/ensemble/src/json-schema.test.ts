import { expect, test } from 'bun:test'
import { manifestJsonSchemaText } from './manifest.ts'

test('the JSON Schema of ensemble.json in the repository is that of the code (bun run docs writes it)', async () => {
  const text = await Bun.file(new URL('../ensemble.schema.json', import.meta.url)).text()
  expect(JSON.parse(text)).toEqual(JSON.parse(manifestJsonSchemaText()))
})
