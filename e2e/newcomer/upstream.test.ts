import { expect, test } from 'bun:test'
import { credentialsFor } from './upstream.ts'

const url = 'https://packages.example/npm/'

test.each([
  ['//packages.example/npm/:_authToken=abc=', { authorization: 'Bearer abc=' }],
  ['fund=false\n//packages.example/npm/:_auth = "dXNlcg=="', { authorization: 'Basic dXNlcg==' }],
  ['//other.example/npm/:_authToken=abc', {}],
  ['', {}],
])('%j is for that registry: %j', (npmrc, headers) => {
  expect(credentialsFor(url, npmrc)).toEqual(headers)
})
