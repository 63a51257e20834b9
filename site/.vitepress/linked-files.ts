import { existsSync } from 'node:fs'
import { copyFile, mkdir } from 'node:fs/promises'
import { dirname, join, relative } from 'node:path'
import type { MarkdownEnv, MarkdownRenderer } from 'vitepress'

const root = join(import.meta.dirname, '../..')
const isPage = /\.md$|\/$/
const isElsewhere = /^[a-z][a-z+.-]*:|^\/|^#/i

/** The files that pages link to, relative to the repository: each is part of the site. */
const linked = new Set<string>()

/**
 * Lets links lead to files of the repository that are no pages: the site has a copy of each.
 * @throws Error for a link to a file that does not exist; VitePress reports pages that do not
 */
export function linkedFiles(md: MarkdownRenderer, base: string) {
  md.core.ruler.push('linked-files', ({ tokens, env }) => {
    const { path } = env as MarkdownEnv
    for (const token of tokens.flatMap(({ children }) => children ?? [])) {
      const href = token.type === 'link_open' ? token.attrGet('href') : null
      if (href === null || isElsewhere.test(href)) continue
      const [target = ''] = href.split('#')
      if (isPage.test(target)) continue
      const file = relative(root, join(dirname(path), target))
      if (!existsSync(join(root, file)))
        throw new Error(`${relative(root, path)} links to ${href}, which does not exist`)
      linked.add(file)
      token.attrSet('href', base + siteName(file))
      token.attrSet('target', '_blank')
    }
  })
}

/** Copies what pages link to into the built site. */
export async function copyLinkedFiles(outDir: string) {
  for (const file of linked) {
    const copy = join(outDir, siteName(file))
    await mkdir(dirname(copy), { recursive: true })
    await copyFile(join(root, file), copy)
  }
}

/** Servers send an unknown suffix as a download, and `.ts` as a video. */
const siteName = (file: string) => `files/${file}.txt`
