import { expect, test } from 'bun:test'
import { StartupError } from '@sepal/server'
import { corsOrigins } from './cors-origins.ts'

test.each<[string, string[]]>([
  ['', []],
  ['*', ['*']],
  ['https://a.example', ['https://a.example']],
  ['https://a.example, http://localhost:3000', ['https://a.example', 'http://localhost:3000']],
])('%p', (text, origins) => {
  expect(corsOrigins(text)).toEqual(origins)
})

test.each(['a.example', 'https://a.example/', 'https://a.example/path', 'https://A.example', ',', 'null'])(
  'refuses %p',
  (text) => {
    expect(() => corsOrigins(text)).toThrow(StartupError)
  },
)
