import { readdir, readFile } from 'node:fs/promises'
import { join, posix } from 'node:path'

/**
 * Checks the part after `#` of every link within the site.
 * @throws Error that lists each link whose page has no such heading
 */
export async function checkAnchors(outDir: string, base: string) {
  const pages = new Map<string, Page>()
  for (const file of await readdir(outDir, { recursive: true })) {
    if (file.endsWith('.html')) pages.set(file, readPage(await readFile(join(outDir, file), 'utf8')))
  }
  const dead = [...pages].flatMap(([file, { links }]) =>
    links
      .filter(({ path, anchor }) => {
        const target =
          path === ''
            ? file
            : path.startsWith('/')
              ? path.slice(base.length)
              : posix.join(posix.dirname(file), path)
        return pages.has(target) && !pages.get(target)?.ids.has(anchor)
      })
      .map(({ path, anchor }) => `${file}: ${path}#${anchor}`),
  )
  if (dead.length > 0) throw new Error(`links to headings that do not exist:\n${dead.join('\n')}`)
}

type Page = { ids: Set<string>; links: { path: string; anchor: string }[] }

function readPage(html: string): Page {
  const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id)
  const links = [...html.matchAll(/ href="([^":#]*)#([^"]*)"/g)].map(([, path = '', anchor = '']) => ({
    path,
    anchor: decodeURIComponent(anchor),
  }))
  return { ids: new Set(ids), links }
}
