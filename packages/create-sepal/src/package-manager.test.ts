import { expect, test } from 'bun:test'
import { packageManagerOf } from './package-manager.ts'

test.each([
  ['npm/10.8.2 node/v20.18.0 linux x64 workspaces/false', 'npm'],
  ['pnpm/10.4.1 npm/? node/v20.18.0 linux x64', 'pnpm'],
  ['yarn/4.6.0 npm/? node/v20.18.0 linux x64', 'yarn'],
  ['bun/1.2.3 npm/? node/v22.6.0 linux x64', 'bun'],
  ['other/1.0.0', 'npm'],
  [undefined, 'npm'],
] as const)('%p is that of %s', (userAgent, name) => {
  expect(packageManagerOf(userAgent)).toBe(name)
})
