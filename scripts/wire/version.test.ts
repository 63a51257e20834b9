import { describe, expect, test } from 'bun:test'
import type { Change } from '@sepal/contract'
import { isAtLeast, lowestVersion } from './version.ts'

describe('the version that may follow', () => {
  const [breaking, addition]: Change[] = [
    { kind: 'breaking', what: '' },
    { kind: 'addition', what: '' },
  ]
  test.each([
    ['0.3.1', [], '0.3.1'],
    ['0.3.1', [addition], '0.3.2'],
    ['0.3.1', [addition, breaking], '0.4.0'],
    ['1.3.1', [addition], '1.4.0'],
    ['1.3.1', [breaking], '2.0.0'],
  ])('%s with %j is at least %s', (version, changes, least) => {
    expect(
      lowestVersion(
        version,
        changes.filter((change) => change !== undefined),
      ),
    ).toBe(least)
  })

  test('is compared number by number', () => {
    expect(isAtLeast('0.10.0', '0.9.0')).toBe(true)
    expect(isAtLeast('0.9.9', '0.10.0')).toBe(false)
  })
})
