import type { Change } from '@sepal/contract'

/**
 * The lowest version that may follow a release: semantic versioning, where before 1.0.0 the second number
 * marks breaking changes.
 */
export function lowestVersion(released: string, changes: readonly Change[]): string {
  const [major = 0, minor = 0, patch = 0] = released.split('.').map(Number)
  const isStable = major > 0
  if (changes.some(({ kind }) => kind === 'breaking'))
    return isStable ? `${major + 1}.0.0` : `0.${minor + 1}.0`
  if (changes.length === 0) return released
  return isStable ? `${major}.${minor + 1}.0` : `0.${minor}.${patch + 1}`
}

/** Whether a version is at least another. */
export function isAtLeast(version: string, least: string): boolean {
  return Bun.semver.order(version, least) >= 0
}
