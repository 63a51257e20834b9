import { join } from 'node:path'
import { root } from '../root.ts'

/** Every way in which a file names the version of this repository: as the tag of an image, as a package. */
const NAMED =
  /(--tag |\bsepal\/(?:\{[^}]*\}|[a-z-]+):|\bsepal-client-|\bsepal@|@sepal\/client@)\d+\.\d+\.\d+(?:-[a-z]+\.\d+)?(?=["'}`\s.]|$)/gm

/** What a release changes by itself. Tests name versions of their own, and `made-files.ts` has what a command makes. */
const PATTERNS = [
  'README*.md',
  'docs/**/*.md',
  'packages/*/README.md',
  '{scripts,packages}/**/{arguments,*-command}.ts',
  'docker/**/*.md',
]

/** The files that may name the version, relative to the repository. */
function namingFiles(): string[] {
  return PATTERNS.flatMap((pattern) => [...new Bun.Glob(pattern).scanSync({ cwd: root })])
    .filter((file) => !/(^|\/)(node_modules|dist)\//.test(file))
    .sort()
}

/** A text with a version in place of the one that it names. */
export function withVersion(text: string, version: string): string {
  return text.replace(NAMED, (_, before: string) => before + version)
}

/** The files that name another version. */
export async function filesNamingAnother(version: string): Promise<string[]> {
  const found = await Promise.all(
    namingFiles().map(async (file) => {
      const text = await Bun.file(join(root, file)).text()
      return withVersion(text, version) === text ? [] : [file]
    }),
  )
  return found.flat()
}
