import { expect, test } from 'bun:test'
import { isAllowed } from './licences.ts'

const version = '1.0.0'

test.each(['MIT', '(MIT OR GPL-3.0-only)', 'GPL-3.0-only OR MIT', '(MIT AND Zlib)'])(
  'a package under %s may be used',
  (license) => {
    expect(isAllowed({ name: 'a', version, license })).toBe(true)
  },
)

test.each(['GPL-3.0-only', 'MIT AND GPL-3.0-only', 'UNLICENSED', 'none', 'MPL-2.0'])(
  'a package under %s may not',
  (license) => {
    expect(isAllowed({ name: 'a', version, license })).toBe(false)
  },
)

test('a package that was reviewed may be used under the licence that it had then', () => {
  expect(isAllowed({ name: 'axe-core', version, license: 'MPL-2.0' })).toBe(true)
  expect(isAllowed({ name: 'axe-core', version, license: 'GPL-3.0-only' })).toBe(false)
})
