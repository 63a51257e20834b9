/** What keeps a version from being released. Its message is for whoever releases. */
export class ReleaseError extends Error {}

/** The heading of what is not released yet. */
const UNRELEASED = 'Unreleased'

/**
 * The changelog with what is unreleased as the section of a version. Where nothing is marked as unreleased, the newest
 * section has to be that of the version already.
 * @throws ReleaseError that says what the changelog lacks
 */
export function released(log: string, version: string): string {
  const hasOwn = sectionOf(log, version) !== undefined
  const unreleased = sectionOf(log, UNRELEASED)
  if (unreleased === undefined && hasOwn) return log
  if (unreleased === undefined) {
    throw new ReleaseError(
      `CHANGELOG.md has neither "## ${UNRELEASED}" nor "## ${version}", expected what users will notice`,
    )
  }
  if (hasOwn)
    throw new ReleaseError(`CHANGELOG.md has "## ${UNRELEASED}" and "## ${version}", expected one of them`)
  if (unreleased === '') throw new ReleaseError(`"## ${UNRELEASED}" in CHANGELOG.md is empty`)
  return log.replace(`## ${UNRELEASED}\n`, `## ${version}\n`)
}

/** The text of a section without its heading. @returns undefined where there is none */
export function sectionOf(log: string, title: string): string | undefined {
  const section = log.split(/^## /m).find((part) => part.startsWith(`${title}\n`))
  return section?.slice(title.length).trim()
}

/** Whether anything waits for a version. */
export function hasUnreleased(log: string): boolean {
  return sectionOf(log, UNRELEASED) !== undefined
}
