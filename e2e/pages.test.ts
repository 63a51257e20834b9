import { expect, test } from 'bun:test'
import { dirname, join } from 'node:path'
import { scripts } from '../package.json' with { type: 'json' }

const root = join(import.meta.dir, '..')
const pages = ['*.md', 'docs/**/*.md', 'docker/*.md', 'packages/*/*.md'].flatMap((pattern) => [
  ...new Bun.Glob(pattern).scanSync(root),
])

test.each(pages.sort())('the links and scripts in %s exist', async (page) => {
  const text = await Bun.file(join(root, page)).text()
  const links = [...text.matchAll(/\]\(([^):#]+)(?:#[^)]*)?\)/g)].map(([, link = '']) =>
    join(dirname(page), link),
  )
  const exist = await Promise.all(links.map((link) => isThere(join(root, link))))
  expect(links.filter((_, i) => !exist[i])).toEqual([])
  const named = [...text.matchAll(/\bbun(?:@[\d.]+)? run ([a-z:]+)/g)].map(([, script = '']) => script)
  expect(named.filter((script) => !(script in scripts))).toEqual([])
})

async function isThere(path: string): Promise<boolean> {
  return await Bun.file(path)
    .stat()
    .then(
      () => true,
      () => false,
    )
}
