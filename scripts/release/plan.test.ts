import { expect, test } from 'bun:test'
import { type Found, planOf, planText, tarballName } from './plan.ts'

const ready: Found = {
  version: '0.3.0',
  changelog: '# Changelog\n\n## 0.3.0\n\n- A thing.\n\n## 0.2.0\n\n- An older thing.\n',
  recorded: '0.3.0',
  outdated: [],
  tarballs: new Map([
    ['sepal-client-0.3.0.tgz', 17_000],
    ['sepal-0.3.0.tgz', 2_300_000],
    ['create-sepal-0.3.0.tgz', 80_000],
  ]),
  git: { isClean: true, tag: 'none' },
}

test('a release that is ready misses nothing, and shows its packages and changes', () => {
  expect(planOf(ready).missing).toEqual([])
  expect(planText(planOf(ready), 'dist/packages')).toBe(
    [
      'v0.3.0 would publish',
      '  @sepal/client  dist/packages/sepal-client-0.3.0.tgz, 0.02 MB',
      '  sepal          dist/packages/sepal-0.3.0.tgz, 2.30 MB',
      '  create-sepal   dist/packages/create-sepal-0.3.0.tgz, 0.08 MB',
      '',
      'with these changes:',
      '',
      '- A thing.',
      '',
      'nothing is missing',
    ].join('\n'),
  )
})

test.each<[string, Partial<Found>]>([
  ['CHANGELOG.md has no section "## 0.3.0"', { changelog: '# Changelog\n\n## 0.2.0\n\n- A thing.\n' }],
  ['an unreleased section', { changelog: `${ready.changelog}\n## Unreleased\n\n- A thing.\n` }],
  ['wire/ has the API of 0.2.0', { recorded: '0.2.0' }],
  ['another version is named in docs/sdk.md', { outdated: ['docs/sdk.md'] }],
  ['not built: sepal-client-0.3.0.tgz', { tarballs: new Map([...ready.tarballs].slice(1)) }],
  ['changes that are not committed', { git: { isClean: false, tag: 'none' } }],
  ['the tag v0.3.0 is of another commit', { git: { isClean: true, tag: 'elsewhere' } }],
])('it is said that something is missing: %s', (message, found) => {
  const { missing } = planOf({ ...ready, ...found })
  expect(missing).toEqual([expect.stringContaining(message)])
})

test('a tarball of a scope has the name that npm gives it', () => {
  expect(tarballName('@sepal/client', '1.0.0')).toBe('sepal-client-1.0.0.tgz')
})
