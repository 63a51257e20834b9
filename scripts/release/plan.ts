import { join } from 'node:path'
import { hasUnreleased, sectionOf } from './changelog.ts'

/** What is published, in this order: a package comes after those that it names. */
export const PUBLISHED = ['@sepal/client', 'sepal', 'create-sepal'] as const

/** What a release is made of, as it is found. */
export type Found = {
  version: string
  changelog: string
  /** version whose API is recorded in wire/ */
  recorded: string
  /** files that name another version */
  outdated: readonly string[]
  /** tarballs by name, with their sizes in bytes */
  tarballs: ReadonlyMap<string, number>
  git: {
    isClean: boolean
    /** whether the tag exists, and whether it is of what is checked out */
    tag: 'none' | 'here' | 'elsewhere'
  }
}

export type Plan = {
  tag: string
  packages: { name: string; tarball: string; bytes: number | undefined }[]
  changes: string
  /** what has to be done first, one line each */
  missing: string[]
}

/** What would be published, and what is missing. */
export function planOf({ version, changelog, recorded, outdated, tarballs, git }: Found): Plan {
  const tag = `v${version}`
  const packages = PUBLISHED.map((name) => {
    const tarball = tarballName(name, version)
    return { name, tarball, bytes: tarballs.get(tarball) }
  })
  const changes = sectionOf(changelog, version) ?? ''
  const unbuilt = packages.filter(({ bytes }) => bytes === undefined).map(({ tarball }) => tarball)
  const missing = [
    changes === '' && `CHANGELOG.md has no section "## ${version}"`,
    hasUnreleased(changelog) &&
      'CHANGELOG.md has an unreleased section; bun run release VERSION makes it one',
    recorded !== version && `wire/ has the API of ${recorded}; bun run release ${version} records it`,
    outdated.length > 0 &&
      `another version is named in ${outdated.join(', ')}; bun run release ${version} sets it`,
    unbuilt.length > 0 && `not built: ${unbuilt.join(', ')}; bun run pack builds them`,
    !git.isClean && 'there are changes that are not committed',
    git.tag === 'elsewhere' && `the tag ${tag} is of another commit; choose another version`,
  ].filter((line) => line !== false)
  return { tag, packages, changes, missing }
}

/** The file that npm pack writes for a package. */
export function tarballName(name: string, version: string): string {
  return `${name.replace(/^@/, '').replace('/', '-')}-${version}.tgz`
}

/** The plan for a terminal. */
export function planText({ tag, packages, changes, missing }: Plan, folder: string): string {
  const width = Math.max(...packages.map(({ name }) => name.length))
  const rows = packages.map(({ name, tarball, bytes }) => {
    const file =
      bytes === undefined ? 'not built' : `${join(folder, tarball)}, ${(bytes / 1e6).toFixed(2)} MB`
    return `  ${name.padEnd(width)}  ${file}`
  })
  const end =
    missing.length === 0 ? ['nothing is missing'] : ['missing:', ...missing.map((line) => `- ${line}`)]
  return [
    `${tag} would publish`,
    ...rows,
    '',
    'with these changes:',
    '',
    changes || '(none)',
    '',
    ...end,
  ].join('\n')
}
