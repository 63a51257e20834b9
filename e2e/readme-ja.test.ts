import { expect, test } from 'bun:test'
import { join } from 'node:path'
import { codeBlocksOf } from '../scripts/docs/code-blocks.ts'
import { tableRows } from '../scripts/docs/markdown-table.ts'
import { root } from '../scripts/root.ts'

const [english, japanese] = await Promise.all(
  ['README.md', 'README.ja.md'].map((page) => Bun.file(join(root, page)).text()),
)

test('README.ja.md has the code blocks of README.md (bun run docs)', () => {
  expect(codeBlocksOf(japanese ?? '')).toEqual(codeBlocksOf(english ?? ''))
})

test('README.ja.md has the sections of README.md, and the same calls and pages in its tables', () => {
  const levels = (page = '') => page.match(/^#+ /gm)
  expect(levels(japanese)).toEqual(levels(english))
  const tables = (page = '') =>
    (page.match(/(?:^\|.*\n)+/gm) ?? []).map((table) => tableRows(table).map(([first]) => first))
  expect(tables(japanese)).toEqual(tables(english))
})

test('README.ja.md links to the same pages as README.md', () => {
  const links = (page = '') =>
    [...page.matchAll(/\]\(([^)#]+)/g)].map(([, link]) => link).filter((link) => !link?.startsWith('README'))
  expect([...new Set(links(japanese))].sort()).toEqual([...new Set(links(english))].sort())
})
