import { expect, test } from 'bun:test'
import { version } from '../../package.json' with { type: 'json' }
import { filesNamingAnother, withVersion } from './named-version.ts'

test('every file names the version in package.json (bun run release)', async () => {
  expect(await filesNamingAnother('9.9.9')).toContain('docs/deploy.md')
  expect(await filesNamingAnother(version)).toEqual([])
})

test.each([
  'kind load docker-image sepal/{proxy,setosa}:9.9.9   # or',
  'bun run build:kubernetes --repository registry.example.com/team --tag 9.9.9',
  'npm install ./sepal-client-9.9.9.tgz',
  'npx sepal@9.9.9 start',
  'npm install @sepal/client@9.9.9',
])('the version is found in %j', (text) => {
  expect(withVersion(text.replace('9.9.9', '0.1.0'), '9.9.9')).toBe(text)
  expect(withVersion(text.replace('9.9.9', '0.1.0-rc.1'), '9.9.9')).toBe(text)
})

test.each(['bun@1.4.5', '"onnxruntime-node": "1.30.0"', 'since 0.1.0', 'npm create sepal@latest'])(
  'other versions stay: %s',
  (text) => {
    expect(withVersion(text, '9.9.9')).toBe(text)
  },
)
